package io.github.walnut.run;

import io.github.walnut.policy.Decision;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.ups.Event;
import java.util.List;
import java.util.UUID;

/**
 * A match that asks to be run.
 *
 * @param decision of kind MATCHED, or SUPPRESSED_WINDOW for a match that is only recorded; null for
 *     a run started by a person
 * @param event that led to the match, or null
 * @param outageId null outside an outage
 * @param actor {@code system}, or who asked
 * @param reason why the mode is what it is, for example {@code not_armed}, or null
 * @param forced a person wants it to order again what was ordered a while ago
 */
public record RunRequest(
        Run.Kind kind,
        Run.Mode mode,
        StoredPolicy policy,
        Decision decision,
        String upsId,
        Event event,
        UUID correlationId,
        UUID outageId,
        int episode,
        String actor,
        String reason,
        boolean forced) {

    /** One that repeats nothing which was ordered a while ago. */
    public RunRequest(
            Run.Kind kind,
            Run.Mode mode,
            StoredPolicy policy,
            Decision decision,
            String upsId,
            Event event,
            UUID correlationId,
            UUID outageId,
            int episode,
            String actor,
            String reason) {
        this(
                kind,
                mode,
                policy,
                decision,
                upsId,
                event,
                correlationId,
                outageId,
                episode,
                actor,
                reason,
                false);
    }

    /** Nothing is to be done: the record says that a match was suppressed. */
    public boolean suppressed() {
        return decision != null && decision.kind() == Decision.Kind.SUPPRESSED_WINDOW;
    }

    /** Policies that stop this match if their runs have anything to do. */
    public List<UUID> behind() {
        return decision == null ? List.of() : decision.behind();
    }
}
