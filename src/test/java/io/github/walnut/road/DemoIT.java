package io.github.walnut.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.TestLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration, as somebody sees it who just started it. */
class DemoIT {

    @TempDir private Path folder;

    @Test
    void the_terminal_tells_an_outage_and_nothing_stays_behind() throws Exception {
        Path terminal = folder.resolve("terminal.txt");
        Path scratch = Files.createDirectory(folder.resolve("scratch"));
        ProcessBuilder builder =
                new ProcessBuilder(
                                RunningWalnut.home().resolve("bin/walnut").toString(),
                                "demo",
                                "--port",
                                Integer.toString(RunningWalnut.freePort()),
                                "--speed",
                                "20",
                                "--seed",
                                "7")
                        .redirectErrorStream(true)
                        .redirectOutput(terminal.toFile());
        builder.environment()
                .put("WALNUT_JAVA_OPTS", "-Xmx256m -XX:+UseSerialGC -Djava.io.tmpdir=" + scratch);
        Process demo = builder.start();
        try {
            await().atMost(TestLimits.WAIT)
                    .untilAsserted(
                            () ->
                                    assertThat(Files.readString(terminal))
                                            .contains("-- the mains fail --", "is down")
                                            .containsPattern(
                                                    "(?s)-- the mains are back --.*RECOVERY after  Orderly shutdown.*storage is on.*db-main runs"));
            assertThat(folders(scratch)).isEqualTo(1);
        } finally {
            demo.destroy();
        }
        assertThat(demo.waitFor(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS))
                .as("it ends after SIGTERM")
                .isTrue();
        assertThat(folders(scratch)).isZero();
        assertThat(Files.readString(terminal))
                .doesNotContain("ERROR", "Exception", "\tat ")
                .contains("http://localhost:");
    }

    private static long folders(Path scratch) throws IOException {
        try (Stream<Path> files = Files.list(scratch)) {
            return files.filter(f -> f.getFileName().toString().startsWith("walnut-demo-")).count();
        }
    }
}
