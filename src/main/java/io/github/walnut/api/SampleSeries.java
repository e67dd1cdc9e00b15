package io.github.walnut.api;

import java.util.List;

/**
 * Measurements of one UPS in buckets.
 *
 * @param buckets oldest first; empty ones are left out
 * @param seconds length of the longest: what was asked for, or more where the samples are gone
 */
public record SampleSeries(List<SampleBucket> buckets, int seconds, Source source) {

    /** What the buckets are made of. */
    public enum Source {
        RAW,
        ROLLUP,
        MIXED;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        Source and(Source other) {
            return this == other ? this : MIXED;
        }
    }

    public SampleSeries {
        buckets = List.copyOf(buckets);
    }
}
