package io.github.walnut.rules;

import io.github.walnut.policy.ConditionEvaluator;
import io.github.walnut.ups.UpsFacts;
import java.time.Instant;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * One evaluation: one consistent set of facts at one moment. Each watch is looked at once, however
 * many rules ask.
 */
public final class Round {
    private final Instant at;
    private final Map<String, UpsFacts> facts;
    private final Collection<Object> news;
    private final WatchReader reader;
    private final ConditionEvaluator conditions;
    private final boolean systemArmed;
    private final Map<Watch, Candidate> looked = new IdentityHashMap<>();
    private final Map<Watch, RulesProblem> failed = new IdentityHashMap<>();

    Round(
            Instant at,
            Map<String, UpsFacts> facts,
            Collection<Object> news,
            WatchReader reader,
            ConditionEvaluator conditions,
            boolean systemArmed) {
        this.at = at;
        this.facts = facts;
        this.news = List.copyOf(news);
        this.reader = reader;
        this.conditions = conditions;
        this.systemArmed = systemArmed;
    }

    public Instant at() {
        return at;
    }

    /** What is new: {@link Changed}, {@link Silent} and {@link Freed}. */
    Collection<Object> news() {
        return news;
    }

    /** Whether a trigger of the watch changed, or a match that was held back can be made. */
    public boolean stirs(Watch watch) {
        Candidate candidate = candidate(watch);
        return candidate != null && (candidate.ready() || candidate.reading().changed());
    }

    /** Null when the policy cannot be evaluated; that is its own problem alone. */
    public Candidate candidate(Watch watch) {
        if (!looked.containsKey(watch)) {
            looked.put(watch, look(watch));
        }
        return looked.get(watch);
    }

    // A policy that cannot be evaluated, for whatever reason, must not keep the others from acting.
    private Candidate look(Watch watch) {
        try {
            Reading reading = reader.read(watch, facts, at);
            boolean ready = !reading.turned().isEmpty() || owes(watch, reading);
            return new Candidate(
                    watch,
                    reading,
                    ready,
                    systemArmed && watch.stored().armed(),
                    ready
                            ? conditions.evaluate(watch.policy(), reading.subject(), facts, at)
                            : null);
        } catch (RuntimeException e) {
            failed.put(
                    watch,
                    new RulesProblem(
                            "policy_failed",
                            watch.policyId(),
                            "Policy '" + watch.policy().name() + "' failed: " + e));
            return null;
        }
    }

    private boolean owes(Watch watch, Reading reading) {
        TreeSet<Integer> owed = new TreeSet<>(watch.owed());
        owed.retainAll(reading.met());
        return !owed.isEmpty()
                && (watch.policy().logic() == io.github.walnut.policy.Policy.Logic.ANY
                        || reading.met().containsAll(watch.group().indexes()))
                && news.contains(new Freed(watch));
    }

    Map<Watch, Candidate> looked() {
        return looked;
    }

    Collection<RulesProblem> problems() {
        return failed.values();
    }
}
