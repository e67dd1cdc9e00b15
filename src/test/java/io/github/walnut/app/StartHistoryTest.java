package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the next start makes of the ends before it. */
class StartHistoryTest {

    private static final String SCRIPT = "src/main/dist/bin/walnut-out-of-memory";

    @TempDir private Path folder;

    /** One run of the program that was killed unless it says that it stopped. */
    private boolean run(String life) throws IOException {
        try (StartHistory history = StartHistory.begin(folder)) {
            for (String event : life.split(" ")) {
                switch (event) {
                    case "settled" -> history.settled();
                    case "left" -> history.left();
                    case "stopped" -> history.stopped();
                    case "memory" ->
                            Files.writeString(
                                    folder.resolve(StartHistory.FILE),
                                    Files.readString(folder.resolve(StartHistory.FILE))
                                            + "out of memory\n");
                    default -> assertThat(event).isEqualTo("killed");
                }
            }
            return history.safe().isPresent();
        }
    }

    /** Each run's life; then whether the one after them all is a safe start. */
    @ParameterizedTest
    @Requirement("SEC-94")
    @CsvSource({
        "stopped, false",
        "killed, false",
        "killed|killed, true",
        "killed|stopped|killed, false",
        "killed|settled killed, false",
        "killed|settled killed|killed, false",
        "killed|settled killed|killed|killed, true",
        "settled killed|settled killed|settled killed, false",
        "memory, true",
        "settled memory, true",
        "memory|stopped, true",
        "memory|stopped|stopped, true",
        "memory|settled stopped, false",
        "memory|settled killed, false",
        "memory|left stopped, false",
        "memory|left killed, true",
        "memory|left settled memory, true",
        "killed|killed|killed, true",
        "killed|killed|stopped, true",
        "killed|killed|left stopped, false",
        "killed|killed|left killed, true",
        "killed|killed|settled stopped|killed, false",
        "killed|killed|settled stopped|killed|killed, true"
    })
    void a_start_is_safe_after_an_end_without_memory_or_two_early_ends(String lives, boolean safe)
            throws IOException {
        for (String life : lives.split("\\|")) {
            run(life);
        }

        assertThat(run("stopped")).as(lives).isEqualTo(safe);
    }

    /** Against the rule in other words, over lives of every kind. */
    @Test
    @Requirement("SEC-94")
    void any_history_is_judged_alike() throws IOException {
        List<String> kinds =
                List.of("stopped", "killed", "settled stopped", "settled killed", "memory");
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Files.deleteIfExists(folder.resolve(StartHistory.FILE));
            int early = 0;
            boolean safe = false;
            for (int i = 0; i < 12; i++) {
                String life = kinds.get(random.nextInt(kinds.size()));
                assertThat(run(life)).as("seed " + seed + ", run " + i).isEqualTo(safe);
                boolean settled = life.startsWith("settled");
                boolean stopped = life.endsWith("stopped");
                early = settled || stopped && !safe ? 0 : stopped ? early : early + 1;
                safe = life.equals("memory") || early >= 2 || safe && !settled;
            }
        }
    }

    @Test
    @Requirement("SEC-94")
    void a_file_that_nobody_understands_is_no_obstacle() throws IOException {
        Files.writeString(folder.resolve(StartHistory.FILE), "ends many\n\u0000\nwhat\n");

        assertThat(run("killed")).isFalse();
        assertThat(run("killed")).isTrue();
    }

    @Test
    @Requirement("SEC-94")
    void a_folder_that_takes_no_file_is_no_obstacle() throws IOException {
        Files.createDirectories(folder.resolve(StartHistory.FILE + ".new").resolve("in the way"));

        assertThat(run("settled left stopped")).isFalse();
    }

    /** A process as the launcher starts it, which takes memory until there is none. */
    @Test
    @Requirement({"SEC-94", "OPS-63"})
    void java_without_memory_says_so_and_ends() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+ExitOnOutOfMemoryError",
                                "-XX:OnOutOfMemoryError='"
                                        + Path.of(SCRIPT).toAbsolutePath()
                                        + "' %p",
                                "-Xmx16m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Hungry.class.getName(),
                                folder.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output").toFile())
                        .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(process.exitValue()).as(Files.readString(folder.resolve("output"))).isEqualTo(3);
        assertThat(Files.readAllLines(folder.resolve(StartHistory.FILE)))
                .containsExactly("ends 0", "settled", "out of memory");
        try (StartHistory history = StartHistory.begin(folder)) {
            assertThat(history.safe()).contains("the program had no memory left");
        }
    }

    /** The launcher gives Java these options. */
    @Test
    @Requirement({"SEC-94", "OPS-63"})
    void the_launcher_asks_java_for_it() throws IOException {
        assertThat(Files.readString(Path.of("src/main/dist/bin/walnut")))
                .contains(
                        "last=\"-XX:OnOutOfMemoryError='$WALNUT_HOME/bin/walnut-out-of-memory' %p\"",
                        "exec \"$java\" -XX:+ExitOnOutOfMemoryError \"$last\"");
        assertThat(Path.of(SCRIPT)).isExecutable();
    }

    /** Takes all memory there is. */
    public static final class Hungry {

        private Hungry() {}

        public static void main(String[] args) throws IOException {
            try (StartHistory history = StartHistory.begin(Path.of(args[0]))) {
                history.settled();
                java.util.List<byte[]> taken = new java.util.ArrayList<>();
                while (taken.size() < 1_000_000) {
                    taken.add(new byte[1 << 20]);
                }
            }
        }
    }
}
