package io.github.walnut.inventory;

import java.util.List;
import java.util.Set;

/**
 * What a selector means on a host now.
 *
 * @param targets in the author's order, each once
 * @param unverified canonical ids among them that no inventory confirmed
 * @param missing what was asked for and no inventory holds: literals as written, ids of ranges
 * @param notes what the author should know about it
 */
public record Resolution(
        List<Target> targets, Set<String> unverified, List<String> missing, List<Note> notes) {
    /**
     * @param code {@code duplicate_target}, {@code literal_over_range}, {@code ambiguous_name},
     *     {@code target_not_found}, {@code target_unknown}, {@code ids_missing}, {@code
     *     empty_selection}, {@code stale_inventory}, {@code needs_inventory}, {@code
     *     selector_narrowed} or {@code bad_selector}
     */
    public record Note(String code, String message) {}

    public Resolution {
        targets = List.copyOf(targets);
        unverified = Set.copyOf(unverified);
        missing = List.copyOf(missing);
        notes = List.copyOf(notes);
    }

    /** Canonical ids: {@code vm:204}. */
    public List<String> ids() {
        return targets.stream().map(Target::id).toList();
    }
}
