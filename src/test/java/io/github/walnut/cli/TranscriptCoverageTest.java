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

/** Whether every command stands in the transcripts with all its ways to end. */
class TranscriptCoverageTest {

    private static final List<Path> FOLDERS =
            List.of(
                    Path.of("src/test/resources/cli/transcripts"),
                    Path.of("src/test/resources/cli/local"));
    private static final Pattern BLOCK =
            Pattern.compile("(?m)^\\$ walnut(.*)\n(?:(?!\\$ walnut).*\n)*?= (\\d+)$");

    /** What is played by tests of its own: {@code AuthCommandTest}, {@code WalnutTest}. */
    private static final Set<String> ELSEWHERE = Set.of("auth", "help");

    /** Ways to end that a command does not have, or that stand in a test of their own. */
    private static final Set<String> NEVER =
            Set.of(
                    "backup list: 1",
                    "completion: 1",
                    "completion: json", // a script is no JSON value
                    "demo: 1", // it runs
                    "keys generate: 1",
                    "keys generate: json", // LocalCommandsTest: by chance another each time
                    "keys validate: 1", // LocalCommandsTest: under another key
                    "policies schema: 1",
                    "serve: 1", // StartCheckTest
                    "simulate: 1");

    @Test
    @Requirement("OPS-42")
    void every_command_succeeds_fails_and_is_misused_in_a_transcript() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path folder : FOLDERS) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    all.append(Files.readString(file)).append('\n');
                }
            }
        }
        List<String> commands = new ArrayList<>();
        leaves("", Walnut.commandLine(new WalnutTest.NoMachine(), Map.of()), commands);
        Set<String> missing = new TreeSet<>();
        for (String command : commands) {
            Set<String> seen = seen(command, all.toString());
            for (String way : List.of("json", "1", "2")) {
                boolean refused = way.equals("1") && seen.contains("78");
                if (!seen.contains(way) && !refused) {
                    missing.add(command + ": " + way);
                }
            }
        }
        assertThat(commands).hasSizeGreaterThan(80);
        assertThat(missing).isEqualTo(new TreeSet<>(NEVER));
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
