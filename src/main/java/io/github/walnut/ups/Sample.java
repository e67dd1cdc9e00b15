package io.github.walnut.ups;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One good poll of one UPS. What the UPS does not report, or reports unreadably, is absent, never
 * 0.
 *
 * @param upsId {@code upsname@server}
 * @param at when the answer was complete
 * @param seq rises by one per UPS
 * @param values the numeric fields that are known
 * @param flags tokens of {@code ups.status} in upper case, unknown ones included
 * @param status {@code ups.status} as it came
 * @param variables all raw variables of a full poll, the fast set of a fast one
 * @param suspect fields whose raw value was refused or is doubtful
 */
public record Sample(
        String upsId,
        Instant at,
        long seq,
        Poll poll,
        Map<Metric, Double> values,
        Set<String> flags,
        String status,
        Map<String, String> variables,
        List<Metric> suspect) {

    public enum Poll {
        FULL,
        FAST
    }

    public Sample {
        values = Map.copyOf(values);
        flags = java.util.Collections.unmodifiableSet(new java.util.TreeSet<>(flags));
        variables = Map.copyOf(variables);
        suspect = List.copyOf(suspect);
    }

    public boolean has(UpsState state) {
        return flags.contains(state.name());
    }

    /** The value, or null when it is unknown. */
    public Double value(Metric metric) {
        return values.get(metric);
    }
}
