package io.github.walnut.api;

import io.github.walnut.policy.Decision;
import io.github.walnut.policy.Decision.Kind;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/** Which run a decision is about. */
final class DecisionRuns {

    private static final Set<Kind> NAMING_A_RUN =
            EnumSet.of(Kind.MATCHED, Kind.ALREADY_RUNNING, Kind.CANCELLED);

    private DecisionRuns() {}

    /** The run that it became, or that stood in its way; null when there is none to be seen yet. */
    static UUID of(Decision decision) {
        String detail = NAMING_A_RUN.contains(decision.kind()) ? decision.detail() : null;
        try {
            return detail == null ? null : UUID.fromString(detail);
        } catch (IllegalArgumentException beingPlanned) {
            return null;
        }
    }
}
