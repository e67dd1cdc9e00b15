package io.github.walnut.rules;

import io.github.walnut.policy.Condition;
import io.github.walnut.policy.ConditionEvaluator;
import io.github.walnut.policy.Decision.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Where the rules hand over what they decide. */
public final class Rulings {
    private static final Comparator<Candidate> ORDER =
            Comparator.comparingInt((Candidate c) -> c.watch().policy().priority())
                    .thenComparing(Candidate::policyId, Rulings::textually)
                    .thenComparing(Candidate::lane)
                    .thenComparing(c -> c.watch().group().span());

    private final Set<Candidate> woken = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Ruling> made = new ArrayList<>();
    private final List<Stop> stops = new ArrayList<>();

    public void wakes(Collection<Candidate> candidates) {
        woken.addAll(candidates);
    }

    /**
     * Triggers and conditions alone decide.
     *
     * @return what may stop others
     */
    public List<Stop> unopposed(Unopposed all) {
        List<Stop> news = new ArrayList<>();
        for (Candidate candidate : all.candidates()) {
            if (!candidate.ready()) {
                waits(candidate);
            } else if (candidate.conditions().holds()) {
                news.addAll(matches(candidate));
            } else {
                refused(candidate);
            }
        }
        return news;
    }

    /**
     * It matches; behind one that may stop the round it does so under reserve.
     *
     * @return what may stop others
     */
    public List<Stop> matches(Candidate candidate) {
        List<UUID> behind = List.of();
        if (!stops.isEmpty()) {
            behind = stops.stream().filter(candidate::isBehind).map(Stop::policyId).toList();
        }
        made.add(new Ruling(candidate, Kind.MATCHED, null, null, behind));
        if (!candidate.stopsOthers()) {
            return List.of();
        }
        stops.add(candidate.stop());
        return List.of(candidate.stop());
    }

    private void waits(Candidate candidate) {
        Instant until = candidate.reading().pendingUntil();
        add(candidate, until == null ? Kind.NOT_MET : Kind.PENDING, until, null);
    }

    private void refused(Candidate candidate) {
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

    public void barred(Candidate candidate, Barred bar) {
        add(candidate, Kind.CANCELLED, null, bar.runId());
    }

    private void add(Candidate candidate, Kind kind, Instant until, String detail) {
        made.add(new Ruling(candidate, kind, until, detail, List.of()));
    }

    /** Lowest rank first, each once. */
    List<Candidate> woken() {
        List<Candidate> inOrder = new ArrayList<>(woken);
        inOrder.sort(ORDER);
        for (int rank = 0; rank < inOrder.size(); rank++) {
            inOrder.get(rank).watch().rank(rank);
        }
        return inOrder;
    }

    /** As their texts are ordered, without making these. */
    private static int textually(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }

    /** Lowest rank first. */
    List<Ruling> made() {
        made.sort(Comparator.comparingInt(ruling -> ruling.candidate().rank()));
        return made;
    }
}
