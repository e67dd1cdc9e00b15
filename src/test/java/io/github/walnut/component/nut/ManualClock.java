package io.github.walnut.component.nut;

import java.util.concurrent.atomic.AtomicLong;

/** Stands still until a test moves it. */
final class ManualClock implements NutClock {

    private final AtomicLong monotonic = new AtomicLong(1_000_000);
    private final AtomicLong wall = new AtomicLong(1_760_000_000_000L);

    @Override
    public long monotonicMillis() {
        return monotonic.get();
    }

    @Override
    public long wallMillis() {
        return wall.get();
    }

    void advance(long millis) {
        monotonic.addAndGet(millis);
        wall.addAndGet(millis);
    }

    /** As a suspended machine looks afterwards. */
    void advanceWallOnly(long millis) {
        wall.addAndGet(millis);
    }
}
