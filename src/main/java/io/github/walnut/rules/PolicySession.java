package io.github.walnut.rules;

import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.ConditionEvaluator;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.Decision.Kind;
import io.github.walnut.policy.FactAge;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.Sight;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.TriggerEvaluator;
import io.github.walnut.policy.TriggerGroup.Span;
import io.github.walnut.policy.TriggerMemory;
import io.github.walnut.policy.TriggerState;
import io.github.walnut.policy.TriggerTrial;
import io.github.walnut.policy.WebhookCall;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Outage;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Decides which policies match, one evaluation after another. Not for several threads at once. Time
 * is what the caller says and never runs backwards, unless it is {@link #shift}ed.
 *
 * <p>After a start: {@link #restore}, then {@link #put} every policy, then {@link #suppress},
 * {@link #bar} and {@link #runOpen} what the store holds, then {@link #update} with the stored
 * facts. Call {@link #update} with every sample, {@link #tick} at {@link #nextDue()}, and store
 * {@link #takeChanges()} after each of them.
 */
public final class PolicySession implements AutoCloseable {
    /** More rules than this in one evaluation means that they run in a circle. */
    public static final int FIRING_LIMIT = 10_000;

    private final FactAge age;
    private final BooleanSupplier systemArmed;
    private final WatchReader reader;
    private final ConditionEvaluator conditions;
    private final TriggerTrial trials;
    private final Matchers matchers;
    private final Knowledge known;
    private final MemoryBook memories = new MemoryBook();
    private final Watches watches;
    private final Silence silence;
    private Map<Match, String> lanes = new HashMap<>();
    private final List<RulesProblem> problems = new ArrayList<>();
    private final List<FiredTimer> fired = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private long calls;

    private record Match(UUID policyId, String subject) {}

    /**
     * @param age when facts are too old: 15 s or three poll intervals, whichever is longer
     * @param systemArmed the global switch; while it is off every match is a dry run
     * @param zone of schedules that name none
     * @param inventory tells where the power of hosts comes from, and what conditions ask of hosts
     *     and targets
     */
    public PolicySession(
            FactAge age, BooleanSupplier systemArmed, ZoneId zone, Inventory inventory) {
        this(age, systemArmed, zone, inventory, new RuleMatcher(FIRING_LIMIT));
    }

    PolicySession(
            FactAge age,
            BooleanSupplier systemArmed,
            ZoneId zone,
            Inventory inventory,
            Matcher matcher) {
        this.age = age;
        this.systemArmed = systemArmed;
        this.known = new Knowledge(inventory);
        TriggerEvaluator triggers = new TriggerEvaluator(age, zone);
        this.reader = new WatchReader(triggers);
        this.conditions = new ConditionEvaluator(age);
        this.trials = new TriggerTrial(age, zone);
        this.matchers = new Matchers(matcher);
        this.watches =
                new Watches(
                        matchers,
                        triggers,
                        known,
                        memories,
                        host -> inventory.host(host).map(Host::feeds));
        this.silence = new Silence(age);
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
        watches.put(policy, now);
    }

    public void remove(UUID policyId) {
        watches.remove(policyId);
    }

    /** Somebody declared other feeds of a host. */
    public void topologyChanged(Instant at) {
        advance(at);
        watches.topologyChanged(now);
    }

    /**
     * One evaluation for new facts of one UPS. When nothing changed that a policy listens to, it
     * only keeps the facts fresh.
     *
     * @param event that led to it, or null
     */
    public List<Decision> update(UpsFacts latest, Event event, Instant at) {
        advance(at);
        UpsFacts before = known.learn(latest);
        boolean heardAgain = silence.heard(latest, now);
        if (before == null) {
            watches.introduce(latest.upsId(), now);
        }
        liftBars(before, latest);
        boolean anew = heardAgain || before == null || countsOtherwise(before, latest);
        return evaluate(watches.listeners().heard(anew ? null : before, latest), event);
    }

    /** What nobody saw counts again, or no more. */
    private static boolean countsOtherwise(UpsFacts before, UpsFacts latest) {
        return !before.unobserved().equals(latest.unobserved());
    }

    /**
     * Lets the triggers about one UPS remember that it was so at an earlier moment, which may lie
     * before the latest evaluation. Decides nothing and changes nothing about other UPSs; for a
     * session that judges what was made up.
     */
    public void recall(UpsFacts earlier, Instant then) {
        watches.recall(earlier, then, now);
    }

    /** How an outage stands, for conditions about it. */
    public void learn(Outage latest) {
        known.learn(latest);
    }

    /** A run that a person cancelled keeps its policy from matching until it becomes critical. */
    private void liftBars(UpsFacts before, UpsFacts latest) {
        UpsFacts.Holding critical = latest.states().get(UpsState.CRITICAL);
        if (critical == null
                || latest.outageId() == null
                || (before != null && same(before, critical))) {
            return;
        }
        for (UUID policyId : watches.opposed()) {
            watches.free(policyId, now, o -> o.release(latest.outageId(), critical.since()));
        }
    }

    private static boolean same(UpsFacts before, UpsFacts.Holding critical) {
        return critical.equals(before.states().get(UpsState.CRITICAL));
    }

    /** A UPS is gone for good: nothing about it counts any more. */
    public void forget(String upsId, Instant at) {
        advance(at);
        known.forget(upsId);
        silence.forget(upsId);
        watches.forget(upsId, now);
    }

    /** One evaluation for an authenticated call of a webhook. */
    public List<Decision> called(
            String webhook, Map<String, Object> body, Event event, Instant at) {
        advance(at);
        calls = Math.max(calls + 1, now.toEpochMilli());
        known.called(new WebhookCall(webhook, body, calls, now));
        Changed change = new Changed(Watch.NOBODY, Topics.webhook(webhook));
        return evaluate(
                watches.listeners().hears(change)
                        ? new ArrayList<>(List.of(change))
                        : new ArrayList<>(),
                event);
    }

    /** One evaluation for every window that is over and every fact that became too old. */
    public List<Decision> tick(Instant at) {
        advance(at);
        return evaluate(silence.newly(now), null);
    }

    /** When {@link #tick} has something to do, or empty when only new facts can change anything. */
    public Optional<Instant> nextDue() {
        Optional<Instant> silent = silence.next();
        Optional<Instant> window = watches.nextDue(now);
        return silent.isEmpty() || (window.isPresent() && window.get().isBefore(silent.get()))
                ? window
                : silent;
    }

    /**
     * A match of the latest evaluation: its run is under way although nobody has heard of it yet.
     */
    public void starting(Decision match) {
        String lane = lanes.get(new Match(match.policyId(), match.subject()));
        watches.oppose(match.policyId(), now, o -> o.starting(match.subject(), lane));
    }

    /** The match comes to no run. */
    public void notStarted(Decision match) {
        watches.free(match.policyId(), now, o -> o.notStarted(match.subject()));
    }

    /**
     * Until its end the policy is not matched again for this subject.
     *
     * @param ofMatch the run is that of a match, not of a person
     */
    public void runOpen(UUID policyId, String subject, String runId, boolean ofMatch) {
        String lane = watches.lane(policyId, subject);
        watches.oppose(policyId, now, o -> o.opened(runId, subject, lane, ofMatch));
    }

    /** Matches that the run held back are looked at by the next {@link #tick}. */
    public void runClosed(UUID policyId, String runId) {
        watches.free(policyId, now, o -> o.closed(runId));
    }

    /**
     * A run of the policy that was made at a match dispatched something and was not cut short:
     * until then the policy is not matched again.
     *
     * @param subject the UPS of the match, or null
     * @param mode of the run: {@code live} or {@code dry_run}
     */
    public void suppress(UUID policyId, String subject, String runId, String mode, Instant until) {
        String lane = watches.lane(policyId, subject);
        watches.oppose(policyId, now, o -> o.suppress(runId, subject, lane, mode, until));
    }

    /** A person cancelled the run: its policy does not match again in this outage. */
    public void bar(UUID policyId, String subject, String runId, UUID outageId, Instant since) {
        String lane = watches.lane(policyId, subject);
        watches.oppose(policyId, now, o -> o.bar(runId, subject, lane, outageId, since));
    }

    /** A person lets a cancelled policy match again. */
    public void release(UUID policyId) {
        watches.free(policyId, now, Obstacles::release);
    }

    /** The wall clock was set by so much, and all stored times with it. */
    public void shift(Duration by) {
        now = now.plus(by);
        known.shift(by);
        silence.shift(by);
        watches.shift(by, now);
    }

    /**
     * How the conditions of a policy come out now, whether or not it is in force.
     *
     * @param subject the UPS that would match, or null
     */
    public ConditionEvaluator.Outcome conditions(Policy policy, String subject, Instant at) {
        advance(at);
        return conditions.evaluate(policy, subject, known.forConditions(), now);
    }

    /**
     * Whether a trigger, which no policy need have, is met now by the facts alone.
     *
     * @param subject the UPS that it looks at, or null for a trigger that is about none
     */
    public TriggerTrial.Result trial(Trigger trigger, String subject, Instant at) {
        advance(at);
        UpsFacts facts = subject == null ? null : known.ups(subject);
        return trials.look(trigger, new Sight(facts, known.calls(), now));
    }

    /**
     * Whether a match of the policy for this UPS, or for none, is still good: its triggers are met
     * by the facts of this moment. Also true when the policy is in force no more, or another one.
     *
     * @param behaviourHash of the policy that matched
     */
    public boolean stillMet(UUID policyId, String behaviourHash, String subject, Instant at) {
        advance(at);
        PolicyEntry entry = watches.entry(policyId);
        if (entry == null || !Objects.equals(entry.stored().behaviourHash(), behaviourHash)) {
            return true;
        }
        return watches.of(policyId, subject).stream()
                .anyMatch(watch -> reader.stillMet(watch, known, now));
    }

    /** How far each trigger of a policy is, for each subject. */
    public List<TriggerState> states(UUID policyId) {
        PolicyEntry entry = watches.entry(policyId);
        return entry == null
                ? List.of()
                : sorted(entry.watches().stream().flatMap(watch -> watch.states().stream()));
    }

    /**
     * A window that runs for a UPS.
     *
     * @param trigger index of the one that waits
     */
    public record Pending(StoredPolicy policy, int trigger, String upsId, Instant dueAt) {}

    /** What waits for a UPS, nearest first. */
    public List<Pending> pending(String upsId) {
        List<Pending> pending = new ArrayList<>();
        for (Watch watch : watches.waiting()) {
            for (TriggerState state : watch.pendingFor(upsId)) {
                pending.add(new Pending(watch.stored(), state.index(), upsId, state.dueAt()));
            }
        }
        pending.sort(Comparator.comparing(Pending::dueAt));
        return pending;
    }

    /** The policy that is in force under this id, or null. */
    public StoredPolicy stored(UUID policyId) {
        PolicyEntry entry = watches.entry(policyId);
        return entry == null ? null : entry.stored();
    }

    /**
     * All that the triggers of all policies remember now, for {@link #restore} of another session.
     */
    public List<TriggerMemory> memories() {
        List<TriggerMemory> all = new ArrayList<>();
        for (PolicyEntry entry : watches.all()) {
            for (Watch watch : entry.watches()) {
                for (int i = 0; i < watch.size(); i++) {
                    all.add(MemoryBook.memory(watch, i));
                }
            }
        }
        return all;
    }

    /** What changed since the last call and has to be stored. */
    public List<TriggerMemory> takeChanges() {
        return memories.takeChanges();
    }

    /** What went wrong since the last call. */
    public List<RulesProblem> takeProblems() {
        return taken(problems);
    }

    /** The timers that turned met, or were missed, since the last call. */
    public List<FiredTimer> takeFired() {
        return taken(fired);
    }

    private static <T> List<T> taken(List<T> list) {
        List<T> taken = List.copyOf(list);
        list.clear();
        return taken;
    }

    @Override
    public void close() {
        matchers.close();
    }

    private void advance(Instant at) {
        now = at.isAfter(now) ? at : now;
    }

    private List<Decision> evaluate(List<Object> news, Event event) {
        List<Watch> due = watches.due(now);
        Set<Watch> freed = watches.takeFreed(due);
        if (!due.isEmpty()) {
            news.add(new Due(due));
        }
        if (!freed.isEmpty()) {
            news.add(new Freed(freed));
        }
        if (news.isEmpty()) {
            return List.of();
        }
        if (!lanes.isEmpty()) {
            lanes = new HashMap<>();
        }
        Round round =
                new Round(
                        now,
                        known,
                        news,
                        freed,
                        watches.standstills()::hold,
                        reader,
                        conditions,
                        systemArmed.getAsBoolean());
        List<Ruling> rulings = matchers.match(round, problems);
        problems.addAll(round.problems());
        FiredTimer.of(round.looked().values(), fired::add);
        watches.commit(round, rulings, now);
        watches.postpone(round.postponed(), now);
        List<Decision> decisions = new ArrayList<>(rulings.size());
        Seen seen = new Seen(known::ups, now);
        for (Ruling ruling : oncePerPolicy(rulings)) {
            decisions.add(decision(ruling, event == null ? null : event.id(), seen));
        }
        return decisions;
    }

    /**
     * One run is for all hosts that are no longer fed, so the match of one is that of the others.
     */
    private static List<Ruling> oncePerPolicy(List<Ruling> rulings) {
        Set<UUID> matched = new HashSet<>();
        List<Ruling> all = new ArrayList<>(rulings.size());
        for (Ruling ruling : rulings) {
            Watch watch = ruling.candidate().watch();
            boolean again =
                    watch.group().span() == Span.HOST
                            && ruling.kind() == Kind.MATCHED
                            && !matched.add(watch.policyId());
            all.add(again ? ruling.joined() : ruling);
        }
        return all;
    }

    private Decision decision(Ruling ruling, UUID eventId, Seen seen) {
        Candidate candidate = ruling.candidate();
        Reading reading = candidate.reading();
        Watch watch = candidate.watch();
        if (ruling.kind() == Kind.MATCHED) {
            lanes.put(new Match(watch.policyId(), reading.subject()), watch.lane());
        }
        return new Decision(
                watch.policyId(),
                reading.subject(),
                now,
                eventId,
                ruling.kind(),
                ruling.until(),
                ruling.detail(),
                seen.by(watch, states(ruling)),
                candidate.conditions() == null ? List.of() : candidate.conditions().results(),
                candidate.outageId(),
                ruling.behind());
    }

    /** A match about one host tells how it stands with all of them: the run is for all. */
    private List<TriggerState> states(Ruling ruling) {
        Watch watch = ruling.candidate().watch();
        if (watch.group().span() != Span.HOST || ruling.kind() != Kind.MATCHED) {
            return ruling.candidate().reading().states();
        }
        return sorted(
                watches.entry(watch.policyId()).watches().stream()
                        .filter(other -> other.group().equals(watch.group()))
                        .flatMap(other -> other.states().stream())
                        .distinct());
    }

    private static List<TriggerState> sorted(Stream<TriggerState> states) {
        return states.sorted(
                        Comparator.comparingInt(TriggerState::index)
                                .thenComparing(
                                        TriggerState::subject,
                                        Comparator.nullsFirst(Comparator.naturalOrder())))
                .toList();
    }
}
