package io.github.walnut.store;

/** What became of one numeric field within a bucket. */
public record FieldStats(long count, double min, double max, double mean, double last) {

    /** With what followed in time. */
    FieldStats then(FieldStats later) {
        long both = count + later.count;
        return new FieldStats(
                both,
                Math.min(min, later.min),
                Math.max(max, later.max),
                mean + (later.mean - mean) * later.count / both,
                later.last);
    }
}
