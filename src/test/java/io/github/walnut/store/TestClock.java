package io.github.walnut.store;

import io.github.walnut.ups.Clock;
import java.time.Duration;
import java.time.Instant;

/** Stands still until it is moved. */
final class TestClock implements Clock {

    static final Instant START = Instant.parse("2026-05-02T08:00:00Z");

    private Instant now = START;

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long monotonicMillis() {
        return Duration.between(START, now).toMillis();
    }

    void move(Duration by) {
        now = now.plus(by);
    }
}
