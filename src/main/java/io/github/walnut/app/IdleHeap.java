package io.github.walnut.app;

import io.github.walnut.dispatch.NamedThreads;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Gives memory back that a start, a login or a large answer took: Java by itself keeps a heap as
 * wide as it ever was. Collects at most once for each {@value #GROWTH} bytes of growth, and only
 * while nothing is under way, because everything waits for it (a tenth of a second).
 */
final class IdleHeap implements AutoCloseable {

    private static final long GROWTH = 12L << 20;
    private static final long SECONDS = 20;

    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(new NamedThreads("heap"));
    private final BooleanSupplier busy;
    private final LongSupplier size;
    private final Runnable collect;
    private long kept;

    IdleHeap(BooleanSupplier busy) {
        this(busy, Runtime.getRuntime()::totalMemory, System::gc);
        timer.scheduleWithFixedDelay(this::look, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    /**
     * @param size of the heap in bytes, with what is free in it
     */
    IdleHeap(BooleanSupplier busy, LongSupplier size, Runnable collect) {
        this.busy = busy;
        this.size = size;
        this.collect = collect;
    }

    void look() {
        if (size.getAsLong() > kept + GROWTH && !busy.getAsBoolean()) {
            collect.run();
            kept = size.getAsLong();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
