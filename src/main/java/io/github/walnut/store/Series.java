package io.github.walnut.store;

import java.util.List;
import java.util.Locale;

/**
 * A question about samples, answered in buckets.
 *
 * @param buckets in order of time; empty ones are left out
 * @param seconds length of the longest bucket, which may be longer than asked for where raw samples
 *     are gone
 */
public record Series(List<Bucket> buckets, int seconds, Source source) {

    public enum Source {
        RAW,
        ROLLUP,
        MIXED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Series {
        buckets = List.copyOf(buckets);
    }
}
