package io.github.walnut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Whether every remote command stands in the transcripts with all its ways to end. */
class TranscriptCoverageTest {

    private static final Path FOLDER = Path.of("src/test/resources/cli/transcripts");
    private static final Pattern BLOCK =
            Pattern.compile("(?m)^\\$ walnut(.*)\n(?:(?!\\$ walnut).*\n)*?= (\\d+)$");

    /** Groups and commands that need no server, and those that never end; tested by themselves. */
    private static final Set<String> ELSEWHERE =
            Set.of(
                    "serve",
                    "run",
                    "demo",
                    "simulate",
                    "db",
                    "auth",
                    "keys",
                    "backup",
                    "config",
                    "login",
                    "logout",
                    "completion",
                    "help",
                    "test nut",
                    "test driver",
                    "test database",
                    "test all",
                    "events watch",
                    "events tail",
                    "system health",
                    "policies schema",
                    "system restart");

    @Test
    @Requirement("OPS-42")
    void every_remote_command_succeeds_fails_and_is_misused_in_a_transcript() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                all.append(Files.readString(file)).append('\n');
            }
        }
        List<String> commands = new ArrayList<>();
        leaves("", Walnut.commandLine(new WalnutTest.NoMachine(), Map.of()), commands);
        Set<String> missing = new TreeSet<>();
        for (String command : commands) {
            Set<String> seen = seen(command, all.toString());
            for (String way : List.of("json", "1", "2")) {
                if (!seen.contains(way)) {
                    missing.add(command + ": " + way);
                }
            }
        }
        assertThat(commands).hasSizeGreaterThan(60);
        assertThat(missing).isEmpty();
    }

    private static Set<String> seen(String command, String transcripts) {
        Set<String> seen = new TreeSet<>();
        Matcher block = BLOCK.matcher(transcripts);
        while (block.find()) {
            String line = block.group(1);
            if ((line + " ").contains(" " + command + " ")) {
                seen.add(block.group(2));
                if (line.startsWith(" --json ")) {
                    seen.add("json");
                }
            }
        }
        return seen;
    }

    private static void leaves(String path, CommandLine command, List<String> found) {
        if (ELSEWHERE.contains(path)) {
            return;
        }
        if (command.getSubcommands().isEmpty()) {
            found.add(path);
        }
        command.getSubcommands()
                .forEach((name, child) -> leaves((path + " " + name).strip(), child, found));
    }
}
