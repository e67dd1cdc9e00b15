package io.github.walnut.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * How long the first start after an upgrade takes on a file in which each sample is a row, and what
 * it needs on disk. The file is made where there is none, and migrated where there is one.
 */
public final class MigrationBench {

    private static final long MIB = 1 << 20;
    private static final int SECONDS = 5;

    private MigrationBench() {}

    /**
     * @param arguments folder, UPSs, hours
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Files.createDirectories(folder);
        if (!Files.exists(folder.resolve("walnut.db"))) {
            fill(folder, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
            return;
        }
        long before = Files.size(folder.resolve("walnut.db"));
        AtomicLong most = new AtomicLong();
        ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();
        looking.scheduleWithFixedDelay(
                () -> most.accumulateAndGet(size(folder), Math::max),
                0,
                200,
                TimeUnit.MILLISECONDS);
        long began = System.nanoTime();
        try (Database database = Stores.open(folder)) {
            double seconds = (System.nanoTime() - began) / 1e9;
            looking.shutdownNow();
            System.out.printf(
                    Locale.ROOT,
                    "schema %d after %.1f s; file %d MiB before, %d MiB after;"
                            + " folder at most %d MiB; heap %d MiB%n",
                    database.schemaVersion(),
                    seconds,
                    before / MIB,
                    Files.size(folder.resolve("walnut.db")) / MIB,
                    most.get() / MIB,
                    Runtime.getRuntime().totalMemory() / MIB);
        }
    }

    private static void fill(Path folder, int count, int hours) throws Exception {
        List<JitteryUps> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new JitteryUps("ups" + i + "@lab", i));
        }
        Instant begin = TestClock.START.minus(Duration.ofHours(hours));
        try (FormerSamples former = new FormerSamples(folder)) {
            for (int round = 0; round < hours * 3600 / SECONDS; round++) {
                for (JitteryUps ups : all) {
                    former.write(ups.poll(begin.plusSeconds((long) SECONDS * round)), false);
                }
                if (round % 20 == 0) {
                    former.commit();
                }
            }
        }
        System.out.println("filled: " + Files.size(folder.resolve("walnut.db")) / MIB + " MiB");
    }

    private static long size(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            long sum = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
            return sum;
        } catch (IOException gone) {
            return 0;
        }
    }
}
