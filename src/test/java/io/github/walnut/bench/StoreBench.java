package io.github.walnut.bench;

import io.github.walnut.store.Database;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.RollupStore;
import io.github.walnut.store.SampleStore;
import io.github.walnut.store.SeriesReader;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes rounds of 100 samples into an encrypted file on disk, as the server does once a second,
 * and reads the chart of a day of one UPS that was polled every five seconds. Argument: rounds
 * (300).
 */
public final class StoreBench {

    private static final Instant END = Instant.parse("2026-03-02T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final int SECONDS = 5;
    private static final List<Metric> CHARTED =
            List.of(Metric.BATTERY_PERCENT, Metric.LOAD_PERCENT);

    private StoreBench() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 300;
        Path folder = Files.createTempDirectory("walnut-store");
        DatabaseConfig config =
                DatabaseConfig.server(
                        folder.resolve("walnut.db"),
                        "0123456789abcdef0123456789abcdef".toCharArray(),
                        "bench");
        try (Database database = Database.open(config, new FixedClock())) {
            SampleStore samples = new SampleStore(database);
            int[] round = {0};
            System.out.println(
                    "round of 100 written: "
                            + Times.measure(
                                    50, rounds, () -> samples.insert(roundOfMany(round[0]++))));
            writeDay(samples);
            SeriesReader series = new SeriesReader(database, new RollupStore(database));
            int seconds = SeriesReader.autoSeconds(END.minus(DAY), END, 600);
            System.out.printf(
                    "chart of 24 h (%d samples, buckets of %d s, %d metrics): %s%n",
                    DAY.toSeconds() / SECONDS,
                    seconds,
                    CHARTED.size(),
                    Times.measure(
                            10,
                            100,
                            () -> series.read("day@s", CHARTED, END.minus(DAY), END, seconds)));
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static List<Sample> roundOfMany(int round) {
        List<Sample> samples = new ArrayList<>();
        for (int ups = 0; ups < 100; ups++) {
            samples.add(sample("ups" + ups + "@s", END.plusSeconds((long) round * SECONDS), round));
        }
        return samples;
    }

    private static void writeDay(SampleStore samples) {
        List<Sample> day = new ArrayList<>();
        for (int i = 0; i < DAY.toSeconds() / SECONDS; i++) {
            day.add(sample("day@s", END.minus(DAY).plusSeconds((long) i * SECONDS), i));
        }
        samples.insert(day);
    }

    private static Sample sample(String ups, Instant at, int n) {
        double load = 30 + n % 7;
        return new Sample(
                ups,
                at,
                n,
                Sample.Poll.FULL,
                Map.of(Metric.BATTERY_PERCENT, 100.0 - n % 5, Metric.LOAD_PERCENT, load),
                Set.of("OL"),
                "OL",
                Map.of(
                        "ups.status",
                        "OL",
                        "ups.load",
                        Double.toString(load),
                        "battery.charge",
                        Integer.toString(100 - n % 5)),
                List.of());
    }

    private static final class FixedClock implements Clock {

        @Override
        public Instant now() {
            return END;
        }

        @Override
        public long monotonicMillis() {
            return System.nanoTime() / 1_000_000;
        }
    }
}
