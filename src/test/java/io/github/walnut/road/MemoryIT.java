package io.github.walnut.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.simulation.ScenarioReader;
import io.github.walnut.simulation.SimulatedNutServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the built program holds while nothing happens. The bounds are wider than the budget, which
 * is measured by {@code StartBench}: they notice a library or a cache that costs tens of megabytes.
 */
class MemoryIT {

    private static final int UPSES = 10;
    private static final Duration SOON = TestLimits.WAIT;
    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");

    /** Kilobytes; on Java 17 some 190,000 were measured. */
    private static final long MOST = 220_000;

    @TempDir private Path folder;

    @Test
    @Requirement("OPS-90")
    void idle_with_ten_upses_it_stays_within_a_bound() throws Exception {
        assumeThat(JCMD).exists();
        try (SimulatedNutServer nut = server();
                RunningWalnut walnut =
                        RunningWalnut.installed(
                                folder,
                                Map.of(
                                        "NUT_HOST",
                                        "127.0.0.1",
                                        "NUT_PORT",
                                        Integer.toString(nut.port())))) {
            await().atMost(SOON).until(() -> walnut.get("api/ups").path("items").size() == UPSES);

            // What the program does by itself within half a minute.
            jcmd(walnut, "GC.run");
            jcmd(walnut, "System.trim_native_heap");

            assertThat(status(walnut, "VmRSS:")).isLessThan(MOST);
            assertThat(status(walnut, "Threads:")).isLessThan(80);
        }
    }

    private static SimulatedNutServer server() throws IOException {
        String scenario =
                IntStream.range(0, UPSES)
                        .mapToObj(
                                i ->
                                        "  - name: ups"
                                                + i
                                                + "\n    variables: {ups.status: OL, battery.charge: \"100\"}\n")
                        .collect(Collectors.joining("", "ups:\n", ""));
        return new SimulatedNutServer(
                        new ScenarioReader().read(scenario),
                        InetAddress.getLoopbackAddress(),
                        0,
                        null,
                        1,
                        step -> {})
                .start();
    }

    private static void jcmd(RunningWalnut walnut, String command)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(JCMD.toString(), Long.toString(walnut.pid()), command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(process.waitFor(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS)).as(command).isTrue();
        assertThat(process.exitValue()).as(command).isZero();
    }

    private static long status(RunningWalnut walnut, String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + walnut.pid() + "/status")).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
