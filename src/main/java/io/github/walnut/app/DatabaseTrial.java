package io.github.walnut.app;

import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import io.github.walnut.store.AuditEntry;
import io.github.walnut.store.AuditLog;
import io.github.walnut.store.Database;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.SampleStore;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Writes and reads a database of its own beside the real one, in a folder that it removes: how fast
 * this disk takes what walNUT writes.
 */
final class DatabaseTrial {

    /**
     * @param count how often it was done
     * @param p50Ms half of them were faster
     */
    record Row(String what, int count, double perSecond, double p50Ms, double p99Ms) {}

    private static final String UPS = "trial@here";
    private static final int READS = 100;

    private final Configuration configuration;
    private final Clock clock;

    DatabaseTrial(Configuration configuration, Clock clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    /**
     * @param samples one in each transaction; as many entries go to the journal
     */
    List<Row> rows(int samples) throws IOException {
        Path data = configuration.database().toAbsolutePath().getParent();
        Files.createDirectories(data);
        Path folder = Files.createTempDirectory(data, "trial-");
        char[] key = UUID.randomUUID().toString().toCharArray();
        try (Database database = Database.open(scratch(folder, key), clock)) {
            return List.of(
                    journal(database, key, samples),
                    samples(database, samples),
                    reads(database, samples));
        } finally {
            Arrays.fill(key, '\0');
            remove(folder);
        }
    }

    private DatabaseConfig scratch(Path folder, char[] key) {
        return new DatabaseConfig(
                folder.resolve("trial.db").toString(),
                key,
                configuration.number(Setting.DB_KDF_ITER),
                configuration.number(Setting.DB_POOL_SIZE),
                configuration.duration(Setting.DB_BUSY_TIMEOUT),
                configuration.flag(Setting.DB_ALLOW_NETWORK_FS),
                DatabaseConfig.Mode.SERVER,
                "walnut test database");
    }

    private static Row journal(Database database, char[] key, int count) {
        AuditLog log = new AuditLog(database, key);
        AuditEntry entry =
                new AuditEntry("cli", "cli", null, "trial", null, "ok", null, null, null, null);
        return timed("journal commits", count, i -> log.append(entry));
    }

    private Row samples(Database database, int count) {
        SampleStore store = new SampleStore(database);
        Instant begin = clock.now();
        return timed("sample commits", count, i -> store.insert(List.of(sample(begin, i))));
    }

    private static Sample sample(Instant begin, int number) {
        return new Sample(
                UPS,
                begin.plusSeconds(number),
                number,
                Sample.Poll.FULL,
                Map.of(Metric.BATTERY_PERCENT, 100.0, Metric.LOAD_PERCENT, number % 100.0),
                Set.of("OL"),
                "OL",
                Map.of("battery.charge", "100", "ups.load", Integer.toString(number % 100)),
                List.of());
    }

    private Row reads(Database database, int samples) {
        SampleStore store = new SampleStore(database);
        Instant end = clock.now().plus(Duration.ofSeconds(samples));
        Instant begin = end.minus(Duration.ofDays(30));
        return timed(
                "reads of the newest 100",
                READS,
                i -> store.raw(UPS, begin, end, false, null, 100));
    }

    private static Row timed(String what, int count, IntConsumer work) {
        List<Double> millis = new ArrayList<>();
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long each = System.nanoTime();
            work.accept(i);
            millis.add((System.nanoTime() - each) / 1e6);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        millis.sort(Comparator.naturalOrder());
        return new Row(
                what,
                count,
                rounded(count / seconds),
                rounded(millis.get((count - 1) / 2)),
                rounded(millis.get((count - 1) * 99 / 100)));
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
