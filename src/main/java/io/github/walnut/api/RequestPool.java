package io.github.walnut.api;

import io.github.walnut.publish.QueueFigure;
import io.github.walnut.store.LimitedReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A few threads and so many places: one for each request that is carried out, waits, or sends a
 * file. Who finds no place is refused at once. One caller has at most half of them.
 */
final class RequestPool implements AutoCloseable {

    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final long IDLE_SECONDS = 30;

    private final String name;
    private final int places;
    private final int waiting;
    private final ThreadPoolExecutor threads;
    private final Map<String, Integer> callers = new HashMap<>();
    private final AtomicLong refused = new AtomicLong();
    private int taken;

    /**
     * @param waiting how many more than there are threads
     * @param first its threads leave no reading connections of the store to others
     */
    RequestPool(String name, int threads, int waiting, boolean first) {
        this.name = name;
        this.waiting = waiting;
        this.places = threads + waiting;
        this.threads =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        factory("request-" + name, first));
        this.threads.allowCoreThreadTimeOut(true);
    }

    private static ThreadFactory factory(String name, boolean first) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            String own = name + "-" + number.incrementAndGet();
            Thread thread = first ? new Thread(task, own) : new LimitedReader(task, own);
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * @param caller a user, or an address
     * @throws Problem {@code OVERLOADED} when there is no place
     */
    synchronized RequestPlace enter(String caller) {
        int here = callers.getOrDefault(caller, 0);
        if (taken >= places || here >= (places + 1) / 2) {
            refused.incrementAndGet();
            throw new Problem(
                            ProblemCode.OVERLOADED,
                            taken >= places
                                    ? "All " + places + " places of " + name + " are taken"
                                    : "This caller has "
                                            + here
                                            + " of the "
                                            + places
                                            + " places of "
                                            + name
                                            + " already")
                    .retryAfter(AGAIN);
        }
        taken++;
        callers.put(caller, here + 1);
        return new RequestPlace(this, caller);
    }

    synchronized void leave(String caller) {
        taken--;
        callers.computeIfPresent(caller, (same, count) -> count == 1 ? null : count - 1);
    }

    void execute(Runnable work) {
        threads.execute(work);
    }

    /** Whether work that waited will not be carried out. */
    boolean withdraw(Runnable work) {
        return threads.getQueue().remove(work);
    }

    /** Requests that are carried out, wait or send a file. */
    synchronized int taken() {
        return taken;
    }

    /** What waits beside the work that has a thread. */
    private synchronized int length() {
        return Math.max(0, taken - threads.getMaximumPoolSize());
    }

    long refused() {
        return refused.get();
    }

    QueueFigure figure() {
        return new QueueFigure("requests_" + name, waiting, this::length, refused::get);
    }

    /** What is carried out is interrupted; what waits is forgotten. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
