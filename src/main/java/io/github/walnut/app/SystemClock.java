package io.github.walnut.app;

import io.github.walnut.ups.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The machine's own clocks. */
final class SystemClock implements Clock {

    @Override
    public Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public long monotonicMillis() {
        return System.nanoTime() / 1_000_000;
    }
}
