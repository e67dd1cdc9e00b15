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

    /**
     * What is played by tests of its own: {@code AuthCommandTest}, {@code InitCommandTest}, {@code
     * WalnutTest}.
     */
    private static final Set<String> ELSEWHERE = Set.of("auth", "help", "init");

    /** Ways to end that a command does not have, or that stand in a test of their own. */
    private static final Set<String> NEVER =
            Set.of(
                    "backup list: 1",
                    "completion: 1",
                    "completion: json", // a script is no JSON value
                    "demo: 1", // it runs until it is told to end: DemoIT
                    "demo: json",
                    "demo: text",
                    "events tail: json", // the same as watch
                    "events tail: text",
                    "events watch: json", // CommandsTest: it has no end
                    "events watch: text",
                    "hosts trust: json", // AnswersTest
                    "hosts trust: text",
                    "keys generate: 1",
                    "keys validate: 1", // LocalCommandsTest: under another key
                    "mqtt test: json", // AnswersTest
                    "mqtt test: text",
                    "obligations dismiss: json", // AnswersTest
                    "obligations dismiss: text",
                    "obligations retry: json",
                    "obligations retry: text",
                    "policies schema: 1",
                    "runs postpone: json", // AnswersTest
                    "runs postpone: text",
                    "runs recover: json", // AnswersTest
                    "runs recover: text",
                    "runs retry: json", // AnswersTest
                    "runs retry: text",
                    "runs skip: json", // AnswersTest
                    "runs skip: text",
                    "serve: 1", // StartCheckTest
                    "simulate: 1", // it runs until it is told to end
                    "simulate: json",
                    "simulate: text",
                    "system restart: json", // AnswersTest
                    "system restart: text",
                    "test all: json", // LocalCommandsTest: with a NUT server
                    "test all: text",
                    "test nut: json",
                    "test nut: text",
                    "ups forget: json", // AnswersTest
                    "ups forget: text");

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
            for (String way : List.of("text", "json", "1", "2")) {
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
                String code = block.group(2);
                seen.add(code.equals("0") ? form(line) : code);
            }
        }
        return seen;
    }

    private static String form(String line) {
        return line.startsWith(" --json ") ? "json" : "text";
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
