package io.github.walnut.bench;

import io.github.walnut.store.Database;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.JitteryUps;
import io.github.walnut.store.RollupStore;
import io.github.walnut.store.SampleStore;
import io.github.walnut.store.SeriesReader;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Sample;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes rounds of 100 samples into an encrypted file on disk as the server does, after a day of
 * one of these UPSs, and reads the chart of that day between the rounds, so that pages come from
 * the file. Tells the time that passed, and the processor time of the thread that did it. Argument:
 * rounds (720).
 */
public final class StoreBench {

    private static final Instant END = Instant.parse("2026-03-02T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final int SECONDS = 5;
    private static final int UPSS = 100;
    private static final List<Metric> ALL = List.of(Metric.values());

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final SampleStore samples;
    private final SeriesReader series;
    private final long writer = writer();
    private final List<JitteryUps> upss =
            IntStream.range(0, UPSS).mapToObj(n -> new JitteryUps("ups" + n + "@s", n)).toList();

    private StoreBench(Database database) {
        samples = new SampleStore(database);
        series = new SeriesReader(database, new RollupStore(database));
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 720;
        Path folder = Files.createTempDirectory("walnut-store");
        DatabaseConfig config =
                DatabaseConfig.server(
                        folder.resolve("walnut.db"),
                        "0123456789abcdef0123456789abcdef".toCharArray(),
                        "bench");
        try (Database database = Database.open(config, new FixedClock())) {
            new StoreBench(database).measure(rounds);
            System.out.println("bytes by table: " + database.stats().full().get("table_bytes"));
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void measure(int rounds) throws Exception {
        writeDay(upss.get(0));
        List<Long> inserts = new ArrayList<>();
        List<Long> packs = new ArrayList<>();
        List<Long> charts = new ArrayList<>();
        List<Long> insertWork = new ArrayList<>();
        List<Long> chartWork = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            Instant at = END.plusSeconds((long) round * SECONDS);
            List<Sample> all = upss.stream().map(ups -> ups.poll(at)).toList();
            long before = THREADS.getThreadCpuTime(writer);
            inserts.add(nanos(() -> samples.insert(all)));
            insertWork.add(THREADS.getThreadCpuTime(writer) - before);
            for (int second = 0; second < SECONDS; second++) {
                packs.add(nanos(samples::pack));
            }
            before = THREADS.getCurrentThreadCpuTime();
            charts.add(nanos(() -> chart(at)));
            chartWork.add(THREADS.getCurrentThreadCpuTime() - before);
        }
        System.out.println("round of 100 written: " + times(inserts));
        System.out.println("  processor:          " + times(insertWork));
        System.out.println("a second of packing:  " + times(packs));
        System.out.println("chart of 24 h, 11 metrics, 288 buckets: " + times(charts));
        System.out.println("  processor:          " + times(chartWork));
    }

    private void chart(Instant end) {
        int buckets = series.read("ups0@s", ALL, end.minus(DAY), end, 300).buckets().size();
        if (buckets < 288) {
            throw new IllegalStateException("the chart has " + buckets + " buckets only");
        }
    }

    private static long writer() {
        return Arrays.stream(THREADS.dumpAllThreads(false, false))
                .filter(thread -> thread.getThreadName().equals("store-writer"))
                .findFirst()
                .orElseThrow()
                .getThreadId();
    }

    private static long nanos(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return System.nanoTime() - begin;
    }

    /** Without the first tenth, which warms up. */
    private static Times times(List<Long> nanos) {
        return Times.of(nanos.stream().skip(nanos.size() / 10).mapToLong(Long::longValue));
    }

    private void writeDay(JitteryUps ups) {
        for (int minute = 0; minute < DAY.toMinutes(); minute++) {
            List<Sample> some = new ArrayList<>();
            for (int second = 0; second < 60; second += SECONDS) {
                some.add(ups.poll(END.minus(DAY).plusSeconds(minute * 60L + second)));
            }
            samples.insert(some);
            samples.pack();
        }
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
