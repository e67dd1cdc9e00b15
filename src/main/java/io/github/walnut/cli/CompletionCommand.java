package io.github.walnut.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "completion",
        description = {
            "Print what makes a shell complete commands and options.",
            "Use it with: source <(walnut completion bash)"
        })
final class CompletionCommand implements java.util.concurrent.Callable<Integer> {

    /** Shells that take the script. */
    enum Shell {
        BASH,
        ZSH
    }

    @ParentCommand private Walnut walnut;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}, in any case")
    private Shell shell;

    @Override
    public Integer call() {
        String script = AutoComplete.bash("walnut", walnut.commandLine());
        walnut.output()
                .raw(
                        shell == Shell.ZSH
                                ? "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n"
                                        + script
                                : script);
        return 0;
    }
}
