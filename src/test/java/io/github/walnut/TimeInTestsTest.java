package io.github.walnut;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests pass on a machine that is busy with other things: none judges how long something took, and
 * every wait has the one generous limit of {@link TestLimits}. Speed belongs to the benchmarks.
 */
class TimeInTestsTest {

    /** They draw seeds, drive a clock or the phase of a simulated UPS, or print figures. */
    private static final Set<String> READ_THE_CLOCK =
            Set.of(
                    "ApiFuzzIT",
                    "ArchitectureTest",
                    "ConformanceBase",
                    "CrashIT",
                    "CrashLane",
                    "DispatcherThreadsTest",
                    "EmergencyJournalTest",
                    "KilledVault",
                    "LocalLoginTest",
                    "NutGridTest",
                    "RouteCoverageIT",
                    "RunningWalnut",
                    "TimeInTestsTest");

    /**
     * The moment of a kill is the input of these tests; HeavyRoutes is a program that polls itself.
     */
    private static final Set<String> SLEEP = Set.of("CrashLane", "HeavyRoutes", "VaultKillTest");

    @ParameterizedTest
    @ValueSource(strings = {"System\\.nanoTime", "System\\.currentTimeMillis"})
    void only_named_classes_read_the_clock(String call) throws IOException {
        assertThat(classesWith(call)).isSubsetOf(READ_THE_CLOCK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Thread\\.sleep\\(", "TimeUnit\\.\\w+\\.sleep\\("})
    void only_named_classes_sleep(String call) throws IOException {
        assertThat(classesWith(call)).isSubsetOf(SLEEP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "atMost\\((Duration|\\d)",
                "assertTimeout",
                "setSoTimeout\\([\\d_]{4,}\\)",
                "equest(\\.newBuilder\\([^;]{0,200})?\\s*\\.timeout\\(Duration",
                "\\.join\\((Duration|\\d)",
                "\\.(get|await|waitFor|poll|awaitTermination)\\(\\d+, *(TimeUnit\\.)?(MILLI)?SECONDS\\)"
            })
    void no_wait_has_a_limit_of_its_own(String wait) throws IOException {
        assertThat(classesWith(wait)).isSubsetOf(Set.of("TimeInTestsTest"));
    }

    private static List<String> classesWith(String expression) throws IOException {
        Pattern pattern = Pattern.compile(expression);
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().endsWith("Bench.java"))
                    .filter(file -> !file.toString().contains("/bench/"))
                    .filter(file -> pattern.matcher(read(file)).find())
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
