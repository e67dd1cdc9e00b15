package io.github.walnut.app;

import io.github.walnut.component.nut.NutClock;
import io.github.walnut.ups.Clock;

/** Polls are asked by the same clock that tells when the process stood still. */
record PollClock(Clock clock) implements NutClock {

    @Override
    public long monotonicMillis() {
        return clock.monotonicMillis();
    }

    @Override
    public long wallMillis() {
        return clock.now().toEpochMilli();
    }
}
