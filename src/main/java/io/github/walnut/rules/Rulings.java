package io.github.walnut.rules;

import io.github.walnut.policy.Condition;
import io.github.walnut.policy.ConditionEvaluator;
import io.github.walnut.policy.Decision.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where the rules hand over what they decide, in order. */
public final class Rulings {
    private final Set<Candidate> woken = new LinkedHashSet<>();
    private final List<Ruling> made = new ArrayList<>();

    public void wakes(Candidate candidate) {
        woken.add(candidate);
    }

    public void waits(Candidate candidate) {
        Instant until = candidate.reading().pendingUntil();
        add(candidate, until == null ? Kind.NOT_MET : Kind.PENDING, until, null);
    }

    public void stopped(Candidate candidate, Stop stop) {
        add(candidate, Kind.STOPPED, null, stop.policyId().toString());
    }

    public void refused(Candidate candidate) {
        ConditionEvaluator.Outcome conditions = candidate.conditions();
        Kind kind =
                conditions.verdict() == Condition.Verdict.UNKNOWN
                        ? Kind.CONDITION_UNKNOWN
                        : Kind.CONDITION_FALSE;
        add(candidate, kind, null, conditions.pointer());
    }

    public void suppressed(Candidate candidate, Suppressed window) {
        add(candidate, Kind.SUPPRESSED_WINDOW, window.until(), null);
    }

    public void running(Candidate candidate, UnderWay run) {
        add(candidate, Kind.ALREADY_RUNNING, null, run.runId());
    }

    public void matched(Candidate candidate) {
        add(candidate, Kind.MATCHED, null, null);
    }

    private void add(Candidate candidate, Kind kind, Instant until, String detail) {
        made.add(new Ruling(candidate, kind, until, detail));
    }

    /** Lowest rank first, each once. */
    List<Candidate> woken() {
        return woken.stream().sorted(Comparator.comparingInt(Candidate::rank)).toList();
    }

    List<Ruling> made() {
        return made;
    }
}
