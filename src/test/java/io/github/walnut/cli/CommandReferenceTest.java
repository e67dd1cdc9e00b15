package io.github.walnut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * The reference of the command line is what the commands say of themselves. Run with {@code
 * -Dwalnut.write-reference=true} to write it anew.
 */
class CommandReferenceTest {

    private static final Path PAGE = Path.of("docs/reference/cli.md");

    @Test
    void the_page_shows_the_usage_of_every_command() throws IOException {
        String page = page();
        if (Boolean.getBoolean("walnut.write-reference")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private static String page() {
        StringBuilder text = new StringBuilder();
        text.append("# Command line\n\n")
                .append("What every command says when it is asked with `--help`. Commands that ask")
                .append(" a running server say\nso by the options `--server` and `--token-file`,")
                .append(" which all share; on the machine of the server,\nwith its two keys in the")
                .append(" environment, they need neither.\n");
        add(Walnut.commandLine(new WalnutTest.NoMachine(), Map.of("NO_COLOR", "1")), text);
        return text.toString();
    }

    private static void add(CommandLine command, StringBuilder text) {
        if (command.getCommandName().equals("help")) {
            return;
        }
        command.setUsageHelpWidth(110);
        if (command.getParent() != null) {
            command.getCommandSpec().usageMessage().footer(new String[0]); // it stands above
        }
        text.append("\n## ")
                .append(command.getCommandSpec().qualifiedName())
                .append("\n\n```\n")
                .append(
                        command.getUsageMessage(Ansi.OFF)
                                .lines()
                                .map(String::stripTrailing)
                                .collect(java.util.stream.Collectors.joining("\n")))
                .append("\n```\n");
        // An alias is the same command again.
        new LinkedHashSet<>(command.getSubcommands().values()).forEach(child -> add(child, text));
    }
}
