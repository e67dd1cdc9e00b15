package io.github.walnut.run;

import io.github.walnut.inventory.Target;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * In which state a target was seen during an outage, before anything of it was stopped.
 *
 * @param state one of {@link Target#STATES}
 */
public record SeenState(
        UUID outageId, String hostId, String targetId, String state, Source source, Instant at) {

    private static final Set<String> TELLS_NOTHING = Set.of("unknown", "transitional");

    /** Who told it. */
    public enum Source {
        /** The host, among all its targets. */
        INVENTORY,
        /** The target, asked for its state. */
        STATE,
        /** The check before its first stop. */
        PRECONDITION
    }

    public static SeenState of(
            UUID outageId, Target target, String state, Source source, Instant at) {
        return new SeenState(outageId, target.hostId(), target.id(), state, source, at);
    }

    /** Whether it can be told from it if the target worked. */
    public boolean known() {
        return state != null && !TELLS_NOTHING.contains(state);
    }
}
