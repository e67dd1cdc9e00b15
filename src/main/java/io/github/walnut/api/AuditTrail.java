package io.github.walnut.api;

import java.util.Map;

/** Where it is kept who changed what. */
public interface AuditTrail {

    /**
     * @param actor e-mail, or {@code anonymous}
     * @param actorKind user, token or cli
     * @param action id of the operation
     * @param object path parameter that names the object, or null
     * @param outcome {@code ok} or the code of the refusal
     * @param reason given by the caller, or null
     * @param diff what changed, secrets masked; null when there is nothing to tell
     * @param correlationId of the run that it is about; without one, the id of the request
     */
    record Entry(
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

    void write(Entry entry);

    /** Why nothing can be changed now; null when it can. */
    default String closed() {
        return null;
    }
}
