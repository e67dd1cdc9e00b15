package io.github.walnut.store;

import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One sample as it is stored, without its variables.
 *
 * @param at epoch milliseconds
 * @param suspect a bit for each metric, by its place
 * @param values by the place of their metric, NaN where there is none
 */
record Polled(long at, long seq, boolean fast, String status, long suspect, double[] values) {

    private static final Metric[] METRICS = Metric.values();

    static Polled of(Sample sample) {
        double[] values = new double[METRICS.length];
        Arrays.fill(values, Double.NaN);
        sample.values().forEach((metric, value) -> values[metric.ordinal()] = value);
        long suspect = 0;
        for (Metric metric : sample.suspect()) {
            suspect |= 1L << metric.ordinal();
        }
        return new Polled(
                sample.at().toEpochMilli(),
                sample.seq(),
                sample.poll() == Sample.Poll.FAST,
                sample.status(),
                suspect,
                values);
    }

    Sample toSample(String upsId, Map<String, String> variables) {
        Map<Metric, Double> known = new EnumMap<>(Metric.class);
        List<Metric> doubtful = new ArrayList<>();
        for (Metric metric : METRICS) {
            if (!Double.isNaN(values[metric.ordinal()])) {
                known.put(metric, values[metric.ordinal()]);
            }
            if ((suspect >> metric.ordinal() & 1) == 1) {
                doubtful.add(metric);
            }
        }
        return new Sample(
                upsId,
                Instant.ofEpochMilli(at),
                seq,
                fast ? Sample.Poll.FAST : Sample.Poll.FULL,
                known,
                SampleStore.flags(status),
                status,
                variables,
                doubtful);
    }
}
