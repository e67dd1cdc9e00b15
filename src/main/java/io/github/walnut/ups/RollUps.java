package io.github.walnut.ups;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Makes roll-ups out of the samples of one UPS. */
public final class RollUps {

    private final Duration longestGap;

    /**
     * @param longestGap a sample speaks for the time until the next one, but no longer than this
     */
    public RollUps(Duration longestGap) {
        this.longestGap = longestGap;
    }

    /**
     * @param samples of one UPS, oldest first
     * @return one row for each bucket that holds a sample, oldest first
     */
    public List<RollUp> of(List<Sample> samples, Duration bucket) {
        TreeMap<Instant, RollUp> rows = new TreeMap<>();
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            Instant next = i + 1 < samples.size() ? samples.get(i + 1).at() : sample.at();
            RollUp row = RollUp.of(sample, bucket, onBattery(sample, next, bucket));
            rows.merge(row.at(), row, RollUp::then);
        }
        return new ArrayList<>(rows.values());
    }

    private double onBattery(Sample sample, Instant next, Duration bucket) {
        if (!sample.has(UpsState.OB)) {
            return 0;
        }
        Instant end = RollUp.begin(sample.at(), bucket).plus(bucket);
        Instant until = next.isAfter(end) ? end : next;
        Duration time = Duration.between(sample.at(), until);
        return (time.compareTo(longestGap) > 0 ? longestGap : time).toMillis() / 1000.0;
    }
}
