package io.github.walnut.run;

import java.time.Instant;
import java.util.Optional;

/** The earliest of many moments after one. */
final class Earliest {

    private final Instant after;
    private Instant earliest;

    Earliest(Instant after) {
        this.after = after;
    }

    /** Null is no moment. */
    void add(Instant at) {
        if (at != null && at.isAfter(after) && (earliest == null || at.isBefore(earliest))) {
            earliest = at;
        }
    }

    Optional<Instant> get() {
        return Optional.ofNullable(earliest);
    }
}
