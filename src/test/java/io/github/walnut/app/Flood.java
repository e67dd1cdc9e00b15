package io.github.walnut.app;

import io.github.walnut.api.RawClient;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/** Requests without end: each thread sends several at once, reads their answers, and goes on. */
final class Flood implements AutoCloseable {

    private final int threads;
    private final int atOnce;
    private final IntFunction<RawClient> sending;
    private final ToIntFunction<RawClient> reading;
    private final ExecutorService pool;
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    /**
     * @param sending the n-th request, from an address of its own
     * @param reading waits for its answer and closes it; its status
     */
    Flood(
            int threads,
            int atOnce,
            IntFunction<RawClient> sending,
            ToIntFunction<RawClient> reading) {
        this.threads = threads;
        this.atOnce = atOnce;
        this.sending = sending;
        this.reading = reading;
        this.pool = Executors.newFixedThreadPool(threads);
    }

    void begin() {
        for (int i = 0; i < threads; i++) {
            pool.execute(this::flood);
        }
    }

    private void flood() {
        while (!ended) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < atOnce && !ended; i++) {
                sent.incrementAndGet();
                try {
                    clients.add(sending.apply(numbers.getAndIncrement() % (threads * atOnce)));
                } catch (UncheckedIOException refused) {
                    answered.incrementAndGet();
                    statuses.add(0);
                }
            }
            clients.forEach(this::read);
        }
    }

    private void read(RawClient client) {
        try {
            statuses.add(reading.applyAsInt(client));
        } catch (UncheckedIOException cut) {
            statuses.add(0);
        } finally {
            answered.incrementAndGet();
        }
    }

    /** Requests that were sent and have no answer yet. */
    long underWay() {
        return sent.get() - answered.get();
    }

    long sent() {
        return sent.get();
    }

    /** All that were answered; 0 stands for a connection that was cut. */
    Set<Integer> statuses() {
        return statuses;
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        pool.shutdown();
        if (!pool.awaitTermination(5, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the flood does not end");
        }
    }
}
