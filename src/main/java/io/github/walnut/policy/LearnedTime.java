package io.github.walnut.policy;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * How long an order to one target has taken until the target was where it should be.
 *
 * @param count of the times that were measured, at least {@link #ENOUGH}
 * @param p50 half of them took no longer
 * @param p95 of twenty of them nineteen took no longer
 */
public record LearnedTime(int count, Duration p50, Duration p95) {

    /** Fewer say nothing, and the declared budget stands. */
    public static final int ENOUGH = 3;

    /** Empty when there are too few. */
    public static Optional<LearnedTime> of(Collection<Duration> samples) {
        List<Duration> sorted = samples.stream().sorted().toList();
        return sorted.size() < ENOUGH
                ? Optional.empty()
                : Optional.of(
                        new LearnedTime(
                                sorted.size(), percentile(sorted, 50), percentile(sorted, 95)));
    }

    /** The nearest rank: the least sample that this share of all does not exceed. */
    private static Duration percentile(List<Duration> sorted, int percent) {
        return sorted.get((sorted.size() * percent + 99) / 100 - 1);
    }

    /** The 95th percentile, which never counts for more than what was declared. */
    public Duration within(Duration declared) {
        return p95.compareTo(declared) < 0 ? p95 : declared;
    }
}
