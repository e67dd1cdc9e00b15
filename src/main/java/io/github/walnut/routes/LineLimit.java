package io.github.walnut.routes;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** So many lines a second for all routes of operators; how many were left out is said. */
final class LineLimit {

    private static final Logger LOG = LoggerFactory.getLogger(LineLimit.class);
    private static final int A_SECOND = 50;
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong leftOut = new AtomicLong();
    private long since = System.nanoTime();
    private int lines;

    synchronized boolean take() {
        long now = System.nanoTime();
        if (now - since >= SECOND) {
            since = now;
            lines = 0;
            long missing = leftOut.getAndSet(0);
            if (missing > 0) {
                LOG.warn("{} log lines of operators' routes were left out", missing);
            }
        }
        if (lines < A_SECOND) {
            lines++;
            return true;
        }
        leftOut.incrementAndGet();
        return false;
    }
}
