package io.github.walnut.run;

import io.github.walnut.ups.Severity;
import java.util.List;

/**
 * What a run is going to do.
 *
 * @param steps in the order in which they are to go, some of them final from the start
 * @param hash lower-case hex SHA-256 of everything but the generated ids
 * @param severity {@link Severity#WARN} when it rests on stale or empty selections
 * @param notes one sentence each
 */
public record Plan(List<Step> steps, String hash, Severity severity, List<String> notes) {
    public Plan {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }
}
