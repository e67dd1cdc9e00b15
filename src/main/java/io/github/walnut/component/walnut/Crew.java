package io.github.walnut.component.walnut;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The few threads on which all routes of operators run. What comes while their queue is full is
 * dropped and counted: nobody waits for them.
 */
public final class Crew implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);
    private static final long A_MINUTE = 60_000_000_000L;
    private static final int THREADS = 4;
    private static final int QUEUE = 1000;

    private final ThreadPoolExecutor workers;
    private final ScheduledExecutorService clock;
    private final Duration limit;
    private final AtomicLong toldAt = new AtomicLong(System.nanoTime() - A_MINUTE);
    private final LongAdder dropped = new LongAdder();

    /**
     * @param limit how long one exchange may take before its thread is interrupted
     */
    public Crew(Duration limit) {
        this.limit = limit;
        AtomicInteger number = new AtomicInteger();
        workers =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        30,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(QUEUE),
                        task -> daemon(task, "user-route-" + number.incrementAndGet()));
        workers.allowCoreThreadTimeOut(true);
        ScheduledThreadPoolExecutor timer =
                new ScheduledThreadPoolExecutor(1, task -> daemon(task, "user-route-clock"));
        timer.setRemoveOnCancelPolicy(true);
        clock = timer;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    }

    /** How long one exchange may take. */
    public Duration limit() {
        return limit;
    }

    /** What was dropped since the start. */
    public long dropped() {
        return dropped.sum();
    }

    /** Returns at once; false when there was no room. */
    boolean offer(Runnable work) {
        try {
            workers.execute(() -> limited(work));
            return true;
        } catch (RejectedExecutionException full) {
            if (workers.isShutdown()) {
                return false;
            }
            dropped.increment();
            tellDropped();
            return false;
        }
    }

    private void tellDropped() {
        long now = System.nanoTime();
        long last = toldAt.get();
        if (now - last > A_MINUTE && toldAt.compareAndSet(last, now)) {
            LOG.warn("Operators' routes are too slow: {} signals were dropped so far", dropped());
        }
    }

    private void limited(Runnable work) {
        Thread own = Thread.currentThread();
        ScheduledFuture<?> end;
        try {
            end = clock.schedule(own::interrupt, limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            return; // nothing begins any more
        }
        try {
            work.run();
        } finally {
            end.cancel(false);
            Thread.interrupted();
        }
    }

    ScheduledFuture<?> every(Duration delay, Duration period, Runnable tick) {
        return clock.scheduleWithFixedDelay(
                tick, delay.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        workers.shutdownNow();
    }
}
