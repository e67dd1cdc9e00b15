package io.github.walnut.app;

import io.github.walnut.app.SimulatedDay.Mark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a simulated day leaves in memory and on disk. Arguments: UPSs (10), hours (26, so that the
 * last two lie behind the retention), a folder, best one in memory (that of temporary files).
 */
public final class DayBench {

    private static final double MIB = 1024 * 1024;

    private DayBench() {}

    public static void main(String[] arguments) throws Exception {
        int upss = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        int hours = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 26;
        Path parent =
                Path.of(arguments.length > 2 ? arguments[2] : System.getProperty("java.io.tmpdir"));
        Path folder = Files.createTempDirectory(parent, "walnut-day");
        try (SimulatedDay day = new SimulatedDay(folder, upss)) {
            List<Mark> marks = day.pass(hours, DayBench::print);
            System.out.printf(
                    "heap after the second hour: %+.3f MiB an hour%n",
                    SimulatedDay.slope(marks.subList(2, hours)) / MIB);
        } finally {
            remove(folder);
        }
        System.exit(0);
    }

    private static void print(Mark mark) {
        System.out.printf(
                "hour %2d: %.2f MiB alive, %d threads, %d descriptors, file %.2f MiB%n",
                mark.hour(),
                mark.heap() / MIB,
                mark.threads(),
                mark.descriptors(),
                mark.file() / MIB);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
