package io.github.walnut.app;

import io.github.walnut.ups.Clock;
import java.time.Duration;
import java.time.Instant;

/** A clock that a test turns. */
final class TurnedClock implements Clock {

    private Instant now = Instant.parse("2026-05-02T08:00:00Z");

    void advance(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long monotonicMillis() {
        return now.toEpochMilli();
    }
}
