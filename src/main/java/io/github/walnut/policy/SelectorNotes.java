package io.github.walnut.policy;

import io.github.walnut.inventory.Resolution;
import io.github.walnut.ups.Severity;
import java.util.Map;

/** How grave it is what a resolution has to say of a selector. */
public final class SelectorNotes {

    private static final Map<String, Severity> SEVERITY =
            Map.of(
                    "duplicate_target", Severity.INFO,
                    "literal_over_range", Severity.INFO,
                    "ids_missing", Severity.INFO,
                    "selector_narrowed", Severity.INFO,
                    "ambiguous_name", Severity.ERROR,
                    "bad_selector", Severity.BLOCKER);

    private SelectorNotes() {}

    public static Severity severity(Resolution.Note note) {
        return SEVERITY.getOrDefault(note.code(), Severity.WARN);
    }
}
