package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.PackageZip;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What remote commands print, played against the whole server. Run with {@code
 * -Dwalnut.write-reference=true} to write down what they print now.
 */
class CommandsTest {

    private static final Path FOLDER = Path.of("src/test/resources/cli/transcripts");
    private static final Path PACKAGE = Path.of("target/cli/acme.int");

    @Test
    @Requirement({"OPS-40", "OPS-41", "OPS-42"})
    void every_command_prints_what_its_transcript_shows(@TempDir Path folder) throws Exception {
        CommandTranscript transcript = new CommandTranscript();
        Files.createDirectories(PACKAGE.getParent());
        Files.write(PACKAGE, PackageZip.relay("1.0.0").bytes());
        Files.writeString(PACKAGE.resolveSibling("password"), HomeServer.PASSWORD);
        try (HomeServer server =
                        new HomeServer(
                                folder,
                                Map.of("XDG_CONFIG_HOME", folder.resolve("home").toString()));
                Stream<Path> files = Files.list(FOLDER)) {
            await().atMost(TestLimits.WAIT)
                    .until(() -> server.get("api/ups").text().contains("\"reachable\":true"));
            // samples are written once a second, after they were seen
            await().atMost(TestLimits.WAIT)
                    .until(() -> !server.get("api/ups/samples").json().path("items").isEmpty());
            for (Path file : files.sorted().toList()) {
                played(file, transcript, server);
            }
            a_live_run_is_watched_to_its_end(server);
            events_are_watched_until_nobody_reads(server);
        }
    }

    private static void events_are_watched_until_nobody_reads(HomeServer server) {
        StringBuffer seen = new StringBuffer();
        Writer head =
                new Writer() {
                    @Override
                    public void write(char[] text, int from, int count) throws IOException {
                        if (seen.indexOf("lost mains power (injected)\n") >= 0) {
                            throw new IOException("Broken pipe");
                        }
                        seen.append(text, from, count);
                    }

                    @Override
                    public void flush() {
                        // each line is written at once
                    }

                    @Override
                    public void close() {
                        // nothing is held
                    }
                };
        StringWriter err = new StringWriter();
        CompletableFuture<Integer> watched =
                CompletableFuture.supplyAsync(
                        () ->
                                server.cli(
                                        new PrintWriter(head, true),
                                        new PrintWriter(err, true),
                                        List.of("events", "watch")));
        await().atMost(TestLimits.WAIT)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> {
                            ran(server, new StringWriter(), "events inject --ups rack1 --to OB");
                            return watched.isDone();
                        });
        assertThat(watched).as(err.toString()).isCompletedWithValue(0);
        assertThat(seen).contains("lost mains power (injected)").endsWith("\n");
    }

    private static void a_live_run_is_watched_to_its_end(HomeServer server) {
        for (String line :
                List.of(
                        "system arm --reason tried",
                        "policies enable lights-out",
                        "policies arm lights-out --reason tried-today")) {
            assertThat(ran(server, new StringWriter(), line)).as(line).isZero();
        }
        StringWriter begun = new StringWriter();
        assertThat(ran(server, begun, "policies run lights-out --live --reason tried")).isZero();
        String id = begun.toString().replaceAll("Run (\\S+) has begun.\\s*", "$1");
        StringWriter seen = new StringWriter();
        assertThat(ran(server, seen, "runs watch " + id)).as(seen.toString()).isZero();
        assertThat(seen.toString())
                .contains("lab/vm:db shutdown: confirmed")
                .endsWith("lights-out: done, succeeded\n");
    }

    private static int ran(HomeServer server, StringWriter out, String line) {
        return server.cli(
                new PrintWriter(out, true), new PrintWriter(out, true), List.of(line.split(" ")));
    }

    /** Fails with the one command that printed something else, not with the whole text. */
    private static void played(Path file, CommandTranscript transcript, HomeServer server)
            throws IOException {
        boolean written = Boolean.getBoolean("walnut.write-reference");
        StringBuilder all = new StringBuilder();
        for (List<String> block :
                CommandTranscript.blocks(List.of(Files.readString(file).split("\n")))) {
            StringBuilder now = new StringBuilder();
            for (String line : block) {
                if (line.isBlank() || line.startsWith("#")) {
                    now.append(line).append('\n');
                } else if (line.startsWith("$ walnut")) {
                    now.append(line).append('\n').append(ran(line, transcript, server));
                }
            }
            if (!written) {
                assertThat(now.toString())
                        .as(file.toString())
                        .isEqualTo(String.join("\n", block) + "\n");
            }
            all.append(now);
        }
        if (written) {
            Files.writeString(file, all);
        }
    }

    private static String ran(String line, CommandTranscript transcript, HomeServer server) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code =
                server.cli(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        transcript.arguments(line));
        boolean json = line.contains(" --json ");
        StringBuilder text = new StringBuilder(transcript.printed(out.toString(), json));
        transcript
                .printed(err.toString(), false)
                .lines()
                .forEach(said -> text.append("! ").append(said).append('\n'));
        return text.append("= ").append(code).append('\n').toString();
    }
}
