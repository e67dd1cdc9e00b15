package io.github.walnut.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A span of time in which all that is stored of a UPS has one form.
 *
 * @param from inclusive
 * @param to exclusive
 * @param rollups null where raw samples are stored
 * @param rollupSeconds length of each roll-up, 0 where raw samples are stored
 */
record SeriesZone(Instant from, Instant to, List<Bucket> rollups, int rollupSeconds) {

    static SeriesZone raw(Instant from, Instant to) {
        return new SeriesZone(from, to, null, 0);
    }

    boolean isRaw() {
        return rollups == null;
    }

    /** Whether the other one follows at once in the same form. */
    boolean meets(SeriesZone next) {
        return to.equals(next.from) && rollupSeconds == next.rollupSeconds;
    }

    SeriesZone with(SeriesZone next) {
        if (isRaw()) {
            return raw(from, next.to);
        }
        List<Bucket> both = new ArrayList<>(rollups);
        both.addAll(next.rollups);
        return new SeriesZone(from, next.to, both, rollupSeconds);
    }

    /** The length of buckets here: as asked, or the next whole number of roll-ups. */
    int width(int asked) {
        return isRaw() ? asked : width(asked, rollupSeconds);
    }

    static int width(int asked, int rollupSeconds) {
        return (asked + rollupSeconds - 1) / rollupSeconds * rollupSeconds;
    }
}
