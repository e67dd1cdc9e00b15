package io.github.walnut.rules;

import io.github.walnut.policy.ConditionEvaluator;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.FactAge;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.TriggerEvaluator;
import io.github.walnut.policy.TriggerMemory;
import io.github.walnut.policy.TriggerState;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.UpsFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Decides which policies match, one evaluation after another. Not for several threads at once. Time
 * is what the caller says and never runs backwards.
 *
 * <p>After a start: {@link #restore}, then {@link #put} every policy, then {@link #suppress} and
 * {@link #runOpen} what the store holds, then {@link #update} with the stored facts. Call {@link
 * #update} with every sample, {@link #tick} at {@link #nextDue()}, and store {@link #takeChanges()}
 * after each of them.
 */
public final class PolicySession implements AutoCloseable {
    /** More rules than this in one evaluation means that they run in a circle. */
    public static final int FIRING_LIMIT = 10_000;

    private final FactAge age;
    private final BooleanSupplier systemArmed;
    private final WatchReader reader;
    private final ConditionEvaluator conditions;
    private final Matchers matchers;
    private final MemoryBook memories = new MemoryBook();
    private final Watches watches;
    private final Map<String, UpsFacts> facts = new TreeMap<>();
    private final TreeSet<String> silent = new TreeSet<>();
    private final List<RulesProblem> problems = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    /**
     * @param age when facts are too old: 15 s or three poll intervals, whichever is longer
     * @param systemArmed the global switch; while it is off every match is a dry run
     */
    public PolicySession(FactAge age, BooleanSupplier systemArmed) {
        this(age, systemArmed, new RuleMatcher(FIRING_LIMIT));
    }

    PolicySession(FactAge age, BooleanSupplier systemArmed, Matcher matcher) {
        this.age = age;
        this.systemArmed = systemArmed;
        TriggerEvaluator triggers = new TriggerEvaluator(age);
        this.reader = new WatchReader(triggers);
        this.conditions = new ConditionEvaluator(age);
        this.matchers = new Matchers(matcher);
        this.watches = new Watches(matchers, triggers, memories);
    }

    /** Takes over what was remembered before a restart. Policies that are put later pick it up. */
    public void restore(Collection<TriggerMemory> stored) {
        memories.restore(stored);
    }

    /**
     * Adds or replaces a policy; one that is disabled is removed. What its triggers remember stays
     * when it behaves as before; when it was enabled, armed or changed it looks at its UPSs anew.
     */
    public void put(StoredPolicy policy, Instant at) {
        advance(at);
        watches.put(policy, facts, now);
    }

    public void remove(UUID policyId) {
        watches.remove(policyId);
    }

    /**
     * One evaluation for new facts of one UPS. When nothing changed that a policy listens to, it
     * only keeps the facts fresh.
     *
     * @param event that led to it, or null
     */
    public List<Decision> update(UpsFacts latest, Event event, Instant at) {
        advance(at);
        UpsFacts before = facts.put(latest.upsId(), latest);
        boolean heardAgain =
                silent.contains(latest.upsId())
                        && !age.tooOld(latest, now)
                        && silent.remove(latest.upsId());
        if (before == null) {
            watches.introduce(latest.upsId(), facts, now);
        }
        List<Changed> changes = Topics.between(heardAgain ? null : before, latest);
        return evaluate(watches.heard(changes), event);
    }

    /** One evaluation for every window that is over and every fact that became too old. */
    public List<Decision> tick(Instant at) {
        advance(at);
        return evaluate(newlySilent(), null);
    }

    /** When {@link #tick} has something to do, or empty when only new facts can change anything. */
    public Optional<Instant> nextDue() {
        Optional<Instant> silence =
                facts.values().stream()
                        .filter(known -> !silent.contains(known.upsId()))
                        .map(age::tooOldFrom)
                        .filter(java.util.Objects::nonNull)
                        .min(Instant::compareTo);
        Optional<Instant> window = watches.nextDue(now);
        return silence.isEmpty() || (window.isPresent() && window.get().isBefore(silence.get()))
                ? window
                : silence;
    }

    /**
     * A run of the policy dispatched something at a match: until then it is not matched again.
     *
     * @param subject the UPS of the match
     * @param mode of the run: {@code live} or {@code dry_run}
     */
    public void suppress(UUID policyId, String subject, String mode, Instant until) {
        watches.suppress(policyId, subject, mode, until, now);
    }

    public void runOpen(UUID policyId, String subject, String runId) {
        watches.runOpen(policyId, subject, runId, now);
    }

    /** Matches that the run held back are looked at by the next {@link #tick}. */
    public void runClosed(UUID policyId, String subject) {
        watches.runClosed(policyId, subject, now);
    }

    /** How far each trigger of a policy is, for each UPS. */
    public List<TriggerState> states(UUID policyId) {
        return watches.states(policyId);
    }

    /** The policy that is in force under this id, or null. */
    public StoredPolicy stored(UUID policyId) {
        return watches.stored(policyId);
    }

    /** What changed since the last call and has to be stored. */
    public List<TriggerMemory> takeChanges() {
        return memories.takeChanges();
    }

    /** What went wrong since the last call. */
    public List<RulesProblem> takeProblems() {
        List<RulesProblem> taken = List.copyOf(problems);
        problems.clear();
        return taken;
    }

    @Override
    public void close() {
        matchers.close();
    }

    private void advance(Instant at) {
        now = at.isAfter(now) ? at : now;
    }

    private List<Object> newlySilent() {
        List<Object> news = new ArrayList<>();
        for (UpsFacts known : facts.values()) {
            if (age.tooOld(known, now) && silent.add(known.upsId())) {
                news.add(new Silent(known.upsId()));
            }
        }
        return news;
    }

    private List<Decision> evaluate(List<Object> news, Event event) {
        List<Object> all = new ArrayList<>(news);
        all.addAll(watches.freed(now));
        if (all.isEmpty() && !watches.anyDue(now)) {
            return List.of();
        }
        watches.sort();
        Round round =
                new Round(
                        now,
                        new HashMap<>(facts),
                        all,
                        reader,
                        conditions,
                        systemArmed.getAsBoolean());
        List<Ruling> rulings = matchers.match(round, problems);
        problems.addAll(round.problems());
        watches.commit(round, rulings, now);
        UUID eventId = event == null ? null : event.id();
        return rulings.stream().map(ruling -> decision(ruling, eventId)).toList();
    }

    private Decision decision(Ruling ruling, UUID eventId) {
        Candidate candidate = ruling.candidate();
        return new Decision(
                candidate.policyId(),
                candidate.reading().subject(),
                now,
                eventId,
                ruling.kind(),
                ruling.until(),
                ruling.detail(),
                candidate.reading().states(),
                candidate.conditions() == null ? List.of() : candidate.conditions().results());
    }
}
