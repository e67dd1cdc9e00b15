package io.github.walnut.app;

import io.github.walnut.api.SystemReads.Component;
import io.github.walnut.ups.Clock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Whether the machine gives what the program needs: room on disk, memory, and an even clock. */
final class MachineHealth implements Supplier<List<Component>> {

    private static final long GIB = 1L << 30;
    private static final long MIB = 1L << 20;
    private static final Duration JUMP = Duration.ofSeconds(5);
    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final Duration JUMP_SHOWS = Duration.ofMinutes(1);

    private final Supplier<Space> disk;
    private final Supplier<Space> heap;
    private final Clock clock;
    private final Runnable jumped;
    private final Deque<Reading> lastMinute = new ArrayDeque<>();
    private Instant jumpedAt;

    /**
     * @param steady milliseconds of a clock that nobody sets
     */
    private record Reading(Instant wall, long steady) {

        Duration apartFrom(Reading other) {
            return Duration.between(other.wall, wall).minusMillis(steady - other.steady).abs();
        }
    }

    /** Bytes. */
    record Space(long free, long total) {

        double freeShare() {
            return total <= 0 ? 1 : (double) free / total;
        }
    }

    /**
     * @param jumped hears of each jump of the clock
     */
    MachineHealth(Supplier<Space> disk, Supplier<Space> heap, Clock clock, Runnable jumped) {
        this.disk = disk;
        this.heap = heap;
        this.clock = clock;
        this.jumped = jumped;
    }

    static MachineHealth of(Path folder, Clock clock, Runnable jumped) {
        return new MachineHealth(
                () -> space(folder), MachineHealth::heapAfterCollection, clock, jumped);
    }

    private static Space space(Path folder) {
        try {
            FileStore store = Files.getFileStore(folder);
            return new Space(store.getUsableSpace(), store.getTotalSpace());
        } catch (IOException e) {
            return new Space(0, 0);
        }
    }

    /** What the last collection left in the pool of old objects. */
    private static Space heapAfterCollection() {
        long used = 0;
        long total = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage after = pool.getCollectionUsage();
            boolean old = pool.isUsageThresholdSupported() && pool.getType() == MemoryType.HEAP;
            if (old && after != null && after.getMax() > 0) {
                used += after.getUsed();
                total += after.getMax();
            }
        }
        return new Space(total - used, total);
    }

    @Override
    public synchronized List<Component> get() {
        return List.of(disk(), memory(), clock());
    }

    private Component disk() {
        Space space = disk.get();
        boolean error = space.freeShare() < 0.02 || space.free() < 200 * MIB;
        boolean low = space.freeShare() < 0.10 || space.free() < GIB;
        return component(
                "disk",
                error ? "error" : low ? "degraded" : "ok",
                low
                        ? String.format(
                                Locale.ROOT,
                                "%d MiB are free, %.1f %%",
                                space.free() / MIB,
                                100 * space.freeShare())
                        : null);
    }

    private Component memory() {
        double used = 1 - heap.get().freeShare();
        boolean full = used > 0.85;
        return component(
                "memory",
                full ? "degraded" : "ok",
                full
                        ? String.format(Locale.ROOT, "%.0f %% of the heap stay in use", 100 * used)
                        : null);
    }

    private Component clock() {
        Instant wall = clock.now();
        Reading now = new Reading(wall, clock.monotonicMillis());
        while (lastMinute.size() > 1
                && now.steady() - lastMinute.getFirst().steady() > WITHIN.toMillis()) {
            lastMinute.removeFirst();
        }
        if (lastMinute.stream().anyMatch(before -> now.apartFrom(before).compareTo(JUMP) > 0)) {
            lastMinute.clear();
            jumpedAt = wall;
            jumped.run();
        }
        lastMinute.add(now);
        boolean shows = jumpedAt != null && jumpedAt.plus(JUMP_SHOWS).isAfter(wall);
        return component(
                "clock",
                shows ? "degraded" : "ok",
                shows ? "The clock of the machine was set at " + jumpedAt : null);
    }

    private static Component component(String name, String status, String message) {
        return new Component(name, status, message, null, Map.of());
    }
}
