package io.github.walnut.routes;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.util.URISupport;

/** Counts exchanges; many threads may count at once. */
final class RouteCounter {

    private static final int LONGEST_MESSAGE = 2048;
    private static final double NANOS_PER_MILLI = 1_000_000.0;

    private final Clock clock;
    private final LongAdder total = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final AtomicInteger inflight = new AtomicInteger();
    private volatile long lastNanos;
    private volatile RouteCounts.Failure lastFailure;

    RouteCounter(Clock clock) {
        this.clock = clock;
    }

    void begin() {
        inflight.incrementAndGet();
    }

    /**
     * @param failure what it failed with, or null
     */
    void done(long took, Throwable failure) {
        inflight.decrementAndGet();
        total.increment();
        nanos.add(took);
        lastNanos = took;
        if (failure != null) {
            failed.increment();
            lastFailure = new RouteCounts.Failure(clock.instant(), message(failure));
        }
    }

    RouteCounts counts() {
        long exchanges = total.sum();
        return new RouteCounts(
                exchanges,
                failed.sum(),
                inflight.get(),
                exchanges == 0 ? null : nanos.sum() / NANOS_PER_MILLI / exchanges,
                exchanges == 0 ? null : lastNanos / NANOS_PER_MILLI,
                lastFailure);
    }

    private static String message(Throwable failure) {
        String text = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        String plain = URISupport.sanitizeUri(text).replaceAll("\\p{Cntrl}+", " ");
        return plain.length() > LONGEST_MESSAGE ? plain.substring(0, LONGEST_MESSAGE) : plain;
    }
}
