package io.github.walnut.inventory;

import java.util.Map;

/**
 * One configured instance of an integration type. Secrets are not part of it.
 *
 * @param id slug
 * @param numericId assigned once; accepted wherever a host id is
 * @param typeId for example {@code generic.ssh}
 * @param config validated against the type's connection schema, defaults filled in
 * @param self this host carries walNUT itself, its hypervisor or its store
 * @param feeds null when nobody declared where its power comes from
 */
public record Host(
        String id,
        long numericId,
        String name,
        String typeId,
        Map<String, Object> config,
        Map<String, String> labels,
        boolean enabled,
        State state,
        String stateReason,
        boolean self,
        Feeds feeds) {

    public enum State {
        UNKNOWN,
        CONNECTED,
        DEGRADED,
        ERROR,
        NEEDS_REVIEW,
        TYPE_UNAVAILABLE;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Host {
        config = Map.copyOf(config);
        labels = Map.copyOf(labels);
    }

    /** A host of which nobody declared where its power comes from. */
    public Host(
            String id,
            long numericId,
            String name,
            String typeId,
            Map<String, Object> config,
            Map<String, String> labels,
            boolean enabled,
            State state,
            String stateReason,
            boolean self) {
        this(id, numericId, name, typeId, config, labels, enabled, state, stateReason, self, null);
    }
}
