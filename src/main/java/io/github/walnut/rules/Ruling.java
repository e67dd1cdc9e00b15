package io.github.walnut.rules;

import io.github.walnut.policy.Decision.Kind;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What was decided about a candidate.
 *
 * @param until end of the window that it waits for, or null
 * @param detail what stood in the way, or null
 * @param behind the policies that stop this match if they have something to do, in their order
 */
record Ruling(Candidate candidate, Kind kind, Instant until, String detail, List<UUID> behind) {

    /** A match that an earlier one of the round covers. */
    Ruling joined() {
        return new Ruling(candidate, Kind.ALREADY_RUNNING, null, "starting", List.of());
    }
}
