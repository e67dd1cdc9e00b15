package io.github.walnut.run;

import io.github.walnut.policy.Decision;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.ups.Event;
import java.util.UUID;

/**
 * A match that asks to be run.
 *
 * @param decision of kind MATCHED, or null for a run started by a person
 * @param event that led to the match, or null
 * @param outageId null outside an outage
 * @param actor {@code system}, or who asked
 * @param reason why the mode is what it is, for example {@code not_armed}, or null
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
        String reason) {}
