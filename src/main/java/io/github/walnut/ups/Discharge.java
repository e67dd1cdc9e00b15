package io.github.walnut.ups;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How fast a battery empties, learned from samples on battery: the straight line that fits their
 * charge best. For UPSs that tell their charge and not how long it lasts.
 *
 * @param percentPerSecond how much of the charge goes
 * @param loadPercent on average meanwhile, or null when it is unknown
 */
public record Discharge(double percentPerSecond, Double loadPercent) {

    private static final Duration SHORTEST = Duration.ofSeconds(60);
    private static final double LEAST_PERCENT = 1;

    /** What an hour is at most believed to lose: less is no discharge. */
    private static final double SLOWEST = 0.1 / 3600;

    /**
     * @param samples of one UPS, in the order of time; those on mains do not count
     * @return null when they are too few, too short, or lose nothing
     */
    public static Discharge of(List<Sample> samples) {
        List<Sample> used =
                samples.stream()
                        .filter(sample -> sample.has(UpsState.OB) && !sample.has(UpsState.CAL))
                        .filter(sample -> sample.value(Metric.BATTERY_PERCENT) != null)
                        .toList();
        if (used.size() < 3) {
            return null;
        }
        Instant start = used.get(0).at();
        double seconds = seconds(start, used.get(used.size() - 1).at());
        double lost =
                used.get(0).value(Metric.BATTERY_PERCENT)
                        - used.get(used.size() - 1).value(Metric.BATTERY_PERCENT);
        if (seconds < SHORTEST.toSeconds() || lost < LEAST_PERCENT) {
            return null;
        }
        double slope = slope(used, start);
        return -slope <= SLOWEST ? null : new Discharge(-slope, load(used));
    }

    private static double slope(List<Sample> samples, Instant start) {
        double times = 0;
        double charges = 0;
        for (Sample sample : samples) {
            times += seconds(start, sample.at());
            charges += sample.value(Metric.BATTERY_PERCENT);
        }
        double meanTime = times / samples.size();
        double meanCharge = charges / samples.size();
        double both = 0;
        double square = 0;
        for (Sample sample : samples) {
            double time = seconds(start, sample.at()) - meanTime;
            both += time * (sample.value(Metric.BATTERY_PERCENT) - meanCharge);
            square += time * time;
        }
        return square == 0 ? 0 : both / square;
    }

    private static Double load(List<Sample> samples) {
        OptionalDouble mean =
                samples.stream()
                        .map(sample -> sample.value(Metric.LOAD_PERCENT))
                        .filter(value -> value != null && value > 0)
                        .mapToDouble(Double::doubleValue)
                        .average();
        return mean.isPresent() ? mean.getAsDouble() : null;
    }

    /**
     * How long a charge lasts: as long as then, longer with less load and shorter with more.
     *
     * @param load now, or null when it is unknown
     */
    public double secondsFrom(double percent, Double load) {
        boolean comparable = load != null && load > 0 && loadPercent != null;
        double rate = comparable ? percentPerSecond * load / loadPercent : percentPerSecond;
        return percent / rate;
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
