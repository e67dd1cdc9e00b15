package io.github.walnut.inventory;

import java.util.Map;

/**
 * What people set on a target, apart from what its host tells; it wins over that.
 *
 * @param self null to take what was discovered
 * @param guarded protected from disruptive verbs; null to take what was discovered
 * @param notes null for none
 */
public record Marks(Map<String, String> labels, Boolean self, Boolean guarded, String notes) {

    public static final Marks NONE = new Marks(Map.of(), null, null, null);

    public Marks {
        labels = labels == null ? Map.of() : Map.copyOf(labels);
    }

    /** The target as walNUT treats it. */
    public Target on(Target found) {
        Map<String, String> all = new java.util.LinkedHashMap<>(found.labels());
        all.putAll(labels);
        return new Target(
                found.hostId(),
                found.type(),
                found.externalId(),
                found.name(),
                found.status(),
                found.attrs(),
                all,
                found.active(),
                guarded == null ? found.guarded() : guarded,
                self == null ? found.self() : self);
    }
}
