package io.github.walnut.store;

import java.util.Map;

/**
 * Who did what.
 *
 * @param actor e-mail, token name, {@code route} with its id, {@code system} or {@code cli}
 * @param actorKind user, token, policy, route, webhook, link, system or cli
 * @param ip null when it came from this machine's own processes
 * @param action for example {@code policy.update}
 * @param object what it was done to, or null
 * @param outcome ok, refused or failed
 * @param reason null when there is nothing to add
 * @param diff what changed, secrets masked; null when nothing did
 */
public record AuditEntry(
        String actor,
        String actorKind,
        String ip,
        String action,
        String object,
        String outcome,
        String reason,
        Map<String, Object> diff,
        String requestId,
        String correlationId) {}
