package io.github.walnut.component.nut;

/**
 * Notices that the machine was suspended: the monotonic clock stands still meanwhile on some
 * systems, the wall clock does not.
 */
final class SleepDetector {

    private final NutClock clock;
    private final long tolerated;
    private long monotonic;
    private long wall;

    SleepDetector(NutClock clock, long interval) {
        this.clock = clock;
        this.tolerated = 3 * interval;
        this.monotonic = clock.monotonicMillis();
        this.wall = clock.wallMillis();
    }

    /**
     * By how much the wall clock ran ahead since the last call, where that is more than three
     * intervals; else 0.
     */
    long oversleptMillis() {
        long monotonicNow = clock.monotonicMillis();
        long wallNow = clock.wallMillis();
        long ahead = (wallNow - wall) - (monotonicNow - monotonic);
        monotonic = monotonicNow;
        wall = wallNow;
        return ahead > tolerated ? ahead : 0;
    }
}
