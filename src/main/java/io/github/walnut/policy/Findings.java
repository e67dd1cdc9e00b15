package io.github.walnut.policy;

import io.github.walnut.ups.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects findings while a document is read and checked; equal ones count once. */
public final class Findings {
    public static final String SCHEMA = "schema";
    public static final String COMPILE = "compile";

    private static final Comparator<Finding> WORST_FIRST =
            Comparator.comparing(Finding::severity).reversed().thenComparing(Finding::pointer);

    /**
     * Of each severity. A document can be made to have as many findings as it has nodes, each with
     * a long pointer, and nobody reads more.
     */
    private static final int MOST = 200;

    private final Set<Finding> found = new LinkedHashSet<>();
    private final Map<Severity, Integer> counts = new EnumMap<>(Severity.class);

    /** Those beyond two hundred of one severity are left out. */
    public void add(Finding finding) {
        if (counts.getOrDefault(finding.severity(), 0) < MOST && found.add(finding)) {
            counts.merge(finding.severity(), 1, Integer::sum);
        }
    }

    public void addAll(List<Finding> findings) {
        findings.forEach(this::add);
    }

    /** A blocker of the phase that reads the document. */
    public void schema(String pointer, String code, String message, String hint) {
        add(new Finding(Severity.BLOCKER, SCHEMA, pointer, code, message, hint));
    }

    /** A finding of the phase that checks what was read against the surroundings. */
    public void compile(
            Severity severity, String pointer, String code, String message, String hint) {
        add(new Finding(severity, COMPILE, pointer, code, message, hint));
    }

    /** Whether a blocker of phase schema stands in the way of a model. */
    public boolean unreadable() {
        return found.stream()
                .anyMatch(f -> f.severity() == Severity.BLOCKER && f.phase().equals(SCHEMA));
    }

    /** Worst first, then by pointer. */
    public List<Finding> sorted() {
        List<Finding> list = new ArrayList<>(found);
        list.sort(WORST_FIRST);
        return list;
    }
}
