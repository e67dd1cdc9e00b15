package io.github.walnut.api;

import java.util.Map;
import java.util.function.Function;

/** Where it is kept who changed what. */
public interface AuditTrail {

    /**
     * @param actor e-mail, or {@code anonymous}
     * @param actorKind user, token, cli, or link with a channel as actor
     * @param action id of the operation
     * @param object path parameter that names the object, or null
     * @param outcome {@code ok}, the code of the refusal, or {@code begun}
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

    /**
     * Writes what is about to be done.
     *
     * @param urgent gives up after two seconds
     */
    default void writeAhead(Entry entry, boolean urgent) {
        write(entry);
    }

    /** Whether a UPS is on battery: what protects is not kept waiting then. */
    default boolean outage() {
        return false;
    }

    /** Writes it when that can be done; what it tells of has happened already. */
    default void writeInTime(Entry entry) {
        write(entry);
    }

    /** The row of what this thread is about to do, to be written with its effect. */
    interface Scope extends AutoCloseable {

        /** The row is written. */
        boolean written();

        /** It holds what was told of the change. */
        boolean told();

        @Override
        void close();
    }

    /**
     * @param row makes the entry of what has changed, which may be null
     */
    default Scope begin(Function<Map<String, Object>, Entry> row) {
        return new Scope() {
            @Override
            public boolean written() {
                return false;
            }

            @Override
            public boolean told() {
                return false;
            }

            @Override
            public void close() {
                // nothing was begun
            }
        };
    }

    /** Lets trouble of the store that has just begun pass; at most some seconds. */
    default void settle() {
        // there is none
    }

    /** Why nothing can be changed now; null when it can. */
    default String closed() {
        return null;
    }
}
