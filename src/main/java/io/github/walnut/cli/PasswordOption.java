package io.github.walnut.cli;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The ways to give a password: a file, standard input, a prompt, or in sight of everyone. */
final class PasswordOption {

    @Option(
            names = "--password",
            description = "Seen by everyone on this machine; prefer a file or the prompt")
    private String password;

    @Option(names = "--password-file", description = "File with the password, - for standard input")
    private Path file;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** One was named, so that nobody is asked. */
    boolean given() {
        return password != null || file != null;
    }

    char[] read() {
        return read("Password");
    }

    /**
     * @param question at the terminal
     */
    char[] read(String question) {
        if (password != null && file != null) {
            throw new CliException(
                    CliException.USAGE, "--password and --password-file: expected one of them");
        }
        if (password != null) {
            command.commandLine()
                    .getErr()
                    .println(
                            "warning: a password on the command line can be read by everyone on this machine");
            return password.toCharArray();
        }
        return SecretInput.read("--password-file", file, question);
    }
}
