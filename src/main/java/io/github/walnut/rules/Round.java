package io.github.walnut.rules;

import io.github.walnut.policy.ConditionEvaluator;
import io.github.walnut.policy.ConditionFacts;
import io.github.walnut.ups.UpsFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * One evaluation: one consistent set of facts at one moment. Each watch is looked at once, however
 * many rules ask, unless it has to wait for a poll.
 */
public final class Round {
    private final Instant at;
    private final Knowledge known;
    private final List<Object> news;
    private final Set<Watch> freed;
    private final Predicate<Watch> held;
    private final WatchReader reader;
    private final ConditionEvaluator conditions;
    private final boolean systemArmed;
    private final Map<Watch, Candidate> looked = new IdentityHashMap<>();
    private final List<RulesProblem> problems = new ArrayList<>();
    private final Set<Watch> postponed = new LinkedHashSet<>();
    private ConditionFacts conditionFacts;

    Round(
            Instant at,
            Knowledge known,
            List<Object> news,
            Set<Watch> freed,
            Predicate<Watch> held,
            WatchReader reader,
            ConditionEvaluator conditions,
            boolean systemArmed) {
        this.at = at;
        this.known = known;
        this.news = news;
        this.freed = freed;
        this.held = held;
        this.reader = reader;
        this.conditions = conditions;
        this.systemArmed = systemArmed;
    }

    public Instant at() {
        return at;
    }

    /** What is new: {@link Changed}, {@link Silent}, {@link Due} and {@link Freed}. */
    List<Object> news() {
        return news;
    }

    public Collection<Candidate> stirred(Audience audience) {
        return stirred(audience.watches());
    }

    /** Those of which a trigger changed, or of which a match that was held back can be made. */
    public Collection<Candidate> stirred(Collection<Watch> watches) {
        List<Candidate> stirred = new ArrayList<>(watches.size());
        for (Watch watch : watches) {
            if (held.test(watch)) {
                postponed.add(watch);
                continue;
            }
            Candidate candidate = candidate(watch);
            if (candidate != null && (candidate.ready() || candidate.reading().changed())) {
                stirred.add(candidate);
            }
        }
        return stirred;
    }

    /** Null when the policy cannot be evaluated; that is its own problem alone. */
    private Candidate candidate(Watch watch) {
        Candidate candidate = looked.get(watch);
        if (candidate == null && !looked.containsKey(watch)) {
            candidate = look(watch);
            looked.put(watch, candidate);
        }
        return candidate;
    }

    // A policy that cannot be evaluated, for whatever reason, must not keep the others from acting.
    private Candidate look(Watch watch) {
        try {
            Reading reading = reader.read(watch, known, at);
            boolean ready = reading.turned() != 0 || owes(watch, reading);
            return new Candidate(
                    watch,
                    reading,
                    ready,
                    systemArmed && watch.stored().armed(),
                    ready
                            ? conditions.evaluate(
                                    watch.policy(), reading.subject(), conditionFacts(), at)
                            : null,
                    outage(reading.subject()));
        } catch (RuntimeException e) {
            problems.add(
                    new RulesProblem(
                            "policy_failed",
                            watch.policyId(),
                            "Policy '" + watch.policy().name() + "' failed: " + e));
            return null;
        }
    }

    /** The same for all candidates of the round. */
    private ConditionFacts conditionFacts() {
        if (conditionFacts == null) {
            conditionFacts = known.forConditions();
        }
        return conditionFacts;
    }

    private UUID outage(String subject) {
        UpsFacts ups = subject == null ? null : known.ups(subject);
        return ups == null ? null : ups.outageId();
    }

    private boolean owes(Watch watch, Reading reading) {
        return (watch.owed() & reading.met()) != 0
                && (!watch.mustBeWhole() || reading.met() == watch.every())
                && freed.contains(watch);
    }

    Map<Watch, Candidate> looked() {
        return looked;
    }

    /** Those that could not be looked at yet. */
    Set<Watch> postponed() {
        return postponed;
    }

    List<RulesProblem> problems() {
        return problems;
    }

    /** Those that nothing but their own triggers and conditions can decide, and the others. */
    static Contest contest(List<Candidate> inOrder) {
        List<Candidate> free = new ArrayList<>(inOrder.size());
        List<Candidate> contested = new ArrayList<>();
        List<Candidate> stoppers = new ArrayList<>();
        for (Candidate candidate : inOrder) {
            boolean opposed =
                    candidate.allowed()
                            && (candidate.watch().opposed()
                                    || stoppers.stream().anyMatch(candidate::couldBeStoppedBy));
            (opposed ? contested : free).add(candidate);
            if (candidate.allowed() && candidate.stopsOthers()) {
                stoppers.add(candidate);
            }
        }
        return new Contest(free, contested);
    }

    record Contest(List<Candidate> free, List<Candidate> contested) {}
}
