package io.github.walnut.component.nut;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The words of {@code ups.status}; neither order nor case nor repetition matters. */
record StatusFlags(Set<String> words) {

    static final StatusFlags NONE = new StatusFlags(Set.of());

    private static final Set<String> ALERTING = Set.of("OB", "LB", "FSD", "OVER", "BYPASS", "OFF");

    static StatusFlags of(String status) {
        Set<String> words = new TreeSet<>();
        if (status != null && !status.isBlank()) {
            words.addAll(List.of(status.strip().toUpperCase(Locale.ROOT).split("\\s+")));
        }
        return new StatusFlags(Collections.unmodifiableSet(words));
    }

    boolean alerting() {
        return !Collections.disjoint(words, ALERTING);
    }

    /** A driver that has no data yet says so. */
    boolean waiting() {
        return words.contains(NutError.WAIT);
    }

    /** In alphabetical order. */
    List<String> without(StatusFlags others) {
        return words.stream().filter(word -> !others.words.contains(word)).toList();
    }
}
