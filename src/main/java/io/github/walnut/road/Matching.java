package io.github.walnut.road;

import io.github.walnut.policy.ConditionEvaluator;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.Decision.Kind;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.TriggerMemory;
import io.github.walnut.policy.TriggerState;
import io.github.walnut.policy.TriggerTrial;
import io.github.walnut.rules.PolicySession;
import io.github.walnut.rules.PolicySession.Pending;
import io.github.walnut.run.Maintenance;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.RunMode;
import io.github.walnut.run.RunRequest;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Step;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.Outage;
import io.github.walnut.ups.SteadyTime;
import io.github.walnut.ups.SyntheticEvents.Injection;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rule session on the road: it hears every update, knows which runs are open, and turns a match
 * into a request to run. One call at a time; whoever edits a policy waits for an evaluation.
 */
public final class Matching implements RunListener {

    private static final Logger LOG = LoggerFactory.getLogger(Matching.class);

    private final PolicySession session;
    private final MatchingMemory memory;
    private final BooleanSupplier systemArmed;
    private final Maintenance maintenance;
    private final Anticipation anticipation;
    private final SteadyTime time;
    private final Ids ids;
    private final MatchingEvents events;
    private final MatchObstacles obstacles;
    private final SuppressedOnce suppressed = new SuppressedOnce();
    private final Map<UUID, StoredPolicy> policies = new ConcurrentHashMap<>();
    private final Map<String, UpsFacts> facts = new HashMap<>();
    private final Map<String, Event> lastEvents = new HashMap<>();
    private final Map<Match, Decision> starting = new HashMap<>();
    private volatile Consumer<Set<String>> waiting = ups -> {};
    private Duration adjusted;
    private boolean shut;

    private record Match(UUID policyId, String subject) {}

    /**
     * @param time the one by which the facts were dated
     * @param tell what to do with events of timers and of failures
     */
    public Matching(
            PolicySession session,
            MatchingMemory memory,
            BooleanSupplier systemArmed,
            Maintenance maintenance,
            Anticipation anticipation,
            SteadyTime time,
            Ids ids,
            Consumer<Event> tell) {
        this.session = session;
        this.obstacles = new MatchObstacles(session, policies::get);
        this.memory = memory;
        this.systemArmed = systemArmed;
        this.maintenance = maintenance;
        this.anticipation = anticipation;
        this.time = time;
        this.ids = ids;
        this.events = new MatchingEvents(ids, tell);
        this.adjusted = time.adjusted();
    }

    /** One that tells no events, with an even time of its own. */
    public Matching(
            PolicySession session,
            MatchingMemory memory,
            BooleanSupplier systemArmed,
            Anticipation anticipation,
            Clock clock,
            Ids ids) {
        this(
                session,
                memory,
                systemArmed,
                Maintenance.NONE,
                anticipation,
                new SteadyTime(clock),
                ids,
                event -> {});
    }

    /**
     * @param listener hears the ids of UPSs for which policies wait differently now; it must not
     *     block
     */
    public void onWaiting(Consumer<Set<String>> listener) {
        waiting = listener;
    }

    /** Goes on where the store says that it was; before the first update. */
    public synchronized void restore(List<UpsFacts> stored, Collection<Outage> open) {
        session.restore(memory.triggers());
        for (StoredPolicy policy : memory.policies()) {
            policies.put(policy.id(), policy);
            session.put(policy, now());
        }
        remember(List.of());
        List<Run> last = obstacles.restore(memory, policies.values(), now());
        Duration longest = MatchObstacles.longest(policies.values());
        List<Run> recorded = memory.suppressed(now().minus(longest));
        last.forEach(run -> recorded.forEach(later -> recall(run, later)));
        stored.forEach(known -> facts.put(known.upsId(), known));
        open.forEach(session::learn);
    }

    public synchronized void put(StoredPolicy policy) {
        policies.put(policy.id(), policy);
        session.put(policy, now());
        remember(List.of());
        waiting.accept(Set.copyOf(facts.keySet()));
    }

    /** As it stands now; empty when it was removed. */
    public Optional<StoredPolicy> policy(UUID policyId) {
        return Optional.ofNullable(policies.get(policyId));
    }

    /** The policies that are decided about. */
    public synchronized List<StoredPolicy> policies() {
        return policies.values().stream().filter(StoredPolicy::inForce).toList();
    }

    public synchronized void remove(UUID policyId) {
        policies.remove(policyId);
        session.remove(policyId);
        waiting.accept(Set.copyOf(facts.keySet()));
    }

    /** Somebody declared what feeds a host. */
    public synchronized void topologyChanged() {
        session.topologyChanged(now());
        remember(List.of());
    }

    /** A UPS was removed by an admin. */
    public synchronized void forget(String upsId) {
        facts.remove(upsId);
        lastEvents.remove(upsId);
        session.forget(upsId, now());
        remember(List.of());
        waiting.accept(Set.of(upsId));
    }

    /** A person lets a policy match again in an outage in which its run was cancelled. */
    public synchronized void release(UUID policyId) {
        memory.released(policyId, now());
        session.release(policyId);
    }

    /** The runs that this update asks for. */
    public synchronized List<RunRequest> match(UpsUpdate update) {
        adopt();
        UpsFacts now = update.facts();
        facts.put(now.upsId(), now);
        update.outages().forEach(session::learn);
        Event cause = cause(update.events());
        if (cause != null) {
            lastEvents.put(now.upsId(), cause);
        }
        return judged(session.update(now, cause, now()), cause);
    }

    /**
     * Judges what somebody made up, in a session of its own: what is decided for real remembers
     * nothing of it.
     *
     * @param apart an empty session; it is closed
     * @param outages that are open
     * @param live the runs may act for real if everything else allows it
     */
    public synchronized List<InjectedMatch> inject(
            PolicySession apart, Collection<Outage> outages, Injection injection, boolean live) {
        adopt();
        InjectedRound round = new InjectedRound(apart, now());
        try (apart) {
            round.fill(session, facts.values(), policies.values(), outages);
            new MatchObstacles(apart, policies::get).restore(memory, policies.values(), now());
            starting.values().forEach(apart::starting);
            return round.judge(injection).stream()
                    .map(
                            decision ->
                                    new InjectedMatch(decision, request(decision, injection, live)))
                    .toList();
        }
    }

    private RunRequest request(Decision decision, Injection injection, boolean live) {
        return decision.kind() == Kind.MATCHED
                ? request(decision, injection.event(), live ? null : injection.event())
                : null;
    }

    /** What an event that was made up came to, with the runs that began. */
    public synchronized void injected(List<Decision> decisions) {
        memory.decided(decisions);
    }

    /** Time asks for no more runs; the next start finds by its windows what was due. */
    public synchronized void shut() {
        shut = true;
    }

    /** The runs that the passing of time asks for. */
    public synchronized List<RunRequest> tick() {
        if (shut) {
            return List.of();
        }
        adopt();
        Instant now = now();
        boolean due = session.nextDue().filter(next -> !next.isAfter(now)).isPresent();
        return due ? judged(session.tick(now), null) : List.of();
    }

    /**
     * The runs that an authenticated call of a webhook asks for.
     *
     * @param event of the call, of kind {@code webhook.custom}
     */
    public synchronized List<RunRequest> called(
            String webhook, Map<String, Object> body, Event event) {
        if (shut) {
            return List.of();
        }
        adopt();
        return judged(session.called(webhook, body, event, now()), event);
    }

    /** What is pending for a UPS, nearest first. */
    public synchronized List<Pending> pending(String upsId) {
        return session.pending(upsId);
    }

    /** When the policy will match next, for any subject, unless something changes. */
    public synchronized Optional<Instant> dueAt(UUID policyId) {
        return session.states(policyId).stream()
                .filter(state -> state.state() != Trigger.State.MET)
                .map(TriggerState::dueAt)
                .filter(Objects::nonNull)
                .min(Instant::compareTo);
    }

    /** How far each trigger of the policy is; nothing when it is not in force. */
    public synchronized List<TriggerState> states(UUID policyId) {
        return session.states(policyId);
    }

    /**
     * Whether the match of a run would still be made. What somebody made up or ordered by hand
     * needs no match.
     */
    public synchronized boolean stillMet(Run run) {
        boolean madeUp = run.event() != null && run.event().synthetic();
        return run.kind() != Run.Kind.EVENT
                || madeUp
                || session.stillMet(run.policyId(), run.behaviourHash(), run.upsId(), now());
    }

    /** How its conditions come out now. */
    public synchronized ConditionEvaluator.Outcome conditions(Policy policy, String upsId) {
        return session.conditions(policy, upsId, now());
    }

    /** Whether a trigger that no policy need have is met now. */
    public synchronized TriggerTrial.Result trial(Trigger trigger, String upsId) {
        return session.trial(trigger, upsId, now());
    }

    /**
     * In the time of the session: the wall clock may have been set since. No later than the fleet
     * has looked: it notices first that the process stood still.
     */
    private Instant now() {
        return time.seen().minus(time.adjusted().minus(adjusted));
    }

    /** Follows a wall clock that was set, as the facts do. */
    private void adopt() {
        Duration all = time.adjusted();
        if (!all.equals(adjusted)) {
            session.shift(all.minus(adjusted));
            adjusted = all;
            remember(List.of());
        }
    }

    private static Event cause(List<Event> events) {
        return events.stream()
                .filter(event -> event.kind().equals(Event.UPS_STATE))
                .findFirst()
                .orElse(events.isEmpty() ? null : events.get(0));
    }

    private List<RunRequest> judged(List<Decision> judgements, Event cause) {
        Map<UUID, Event> timers =
                events.fired(session.takeFired(), policies::get, facts::get, now());
        List<Decision> decisions = new ArrayList<>(judgements.size());
        List<RunRequest> requests = new ArrayList<>();
        for (Decision judged : judgements) {
            Event timer = timers.get(judged.policyId());
            Decision decision = timer == null ? judged : judged.causedBy(timer.id());
            if (decision.kind() == Kind.MATCHED) {
                Event event = event(decision, timer == null ? cause : timer);
                decision = event == null ? decision : decision.causedBy(event.id());
                requests.add(request(decision, event));
            } else if (suppressed.isFirst(decision)) {
                requests.add(request(decision, event(decision, cause)));
            }
            decisions.add(decision);
        }
        List<RunRequest> matches = requests.stream().filter(r -> !r.suppressed()).toList();
        log(decisions);
        remember(matches);
        matches.forEach(match -> session.starting(match.decision()));
        return requests;
    }

    /** A match is kept with its run, or told when it is stopped or comes to none. */
    private void log(List<Decision> decisions) {
        List<Decision> settled = new ArrayList<>(decisions.size());
        for (Decision decision : decisions) {
            if (decision.kind() == Kind.MATCHED) {
                starting.put(new Match(decision.policyId(), decision.subject()), decision);
            } else {
                settled.add(decision);
            }
        }
        memory.decided(settled);
    }

    /** The run of a match could not be started: the next match may. */
    public synchronized void notStarted(RunRequest request) {
        Decision match = starting.remove(new Match(request.policy().id(), request.upsId()));
        if (match != null) {
            memory.decided(List.of(match));
        }
        memory.notStarted(request.policy().id(), request.upsId());
        session.notStarted(request.decision());
    }

    @Override
    public synchronized void stopped(RunRequest match, UUID byPolicy) {
        starting.remove(new Match(match.policy().id(), match.upsId()));
        if (match.event() == null || !match.event().synthetic()) {
            memory.stopped(match.policy().id(), match.upsId());
            session.notStarted(match.decision());
        }
        memory.decided(List.of(match.decision().stoppedBy(byPolicy)));
    }

    /** What led to a match is kept with its run, everything else now. */
    private void remember(List<RunRequest> requests) {
        Map<Decision, List<TriggerMemory>> matched = new LinkedHashMap<>();
        requests.forEach(request -> matched.put(request.decision(), new ArrayList<>()));
        List<TriggerMemory> others = new ArrayList<>();
        Set<String> changed = new HashSet<>();
        for (TriggerMemory state : session.takeChanges()) {
            if (state.upsId() != null) {
                changed.add(state.upsId());
            }
            Decision match = matchOf(state, matched.keySet());
            matched.getOrDefault(match, others).add(state);
            if (match == null) {
                anticipate(state);
            }
        }
        matched.forEach(memory::matched);
        memory.changed(others);
        if (!changed.isEmpty()) {
            waiting.accept(changed);
        }
        events.failed(session.takeProblems(), policies::get, now());
    }

    /** The trigger holds or is about to, and the match has not come yet. */
    private void anticipate(TriggerMemory state) {
        StoredPolicy policy = policies.get(state.policyId());
        if (policy != null && state.progress().state() != Trigger.State.UNMET) {
            anticipation.pending(policy, state.progress().dueAt());
        }
    }

    /** A trigger over several UPSs at once belongs to the one match of its policy. */
    private static Decision matchOf(TriggerMemory state, Collection<Decision> matches) {
        Decision any = null;
        for (Decision match : matches) {
            if (match.policyId().equals(state.policyId())) {
                if (state.upsId().equals(match.subject())) {
                    return match;
                }
                any = any == null ? match : any;
            }
        }
        return any;
    }

    /** What led to it: the last event of its UPS when a window ran out. */
    private Event event(Decision decision, Event cause) {
        if (cause != null) {
            return cause;
        }
        return lastEvents.get(decision.subject());
    }

    private RunRequest request(Decision decision, Event event) {
        return request(decision, event, event);
    }

    /**
     * @param forMode the event that has a say in whether the run acts for real
     */
    private RunRequest request(Decision decision, Event event, Event forMode) {
        StoredPolicy policy = policies.get(decision.policyId());
        UpsFacts ups = decision.subject() == null ? null : facts.get(decision.subject());
        UUID outage = ups == null ? null : ups.outageId();
        RunMode mode = RunMode.of(policy, systemArmed.getAsBoolean(), maintenance, forMode, now());
        return new RunRequest(
                Run.Kind.EVENT,
                mode.mode(),
                policy,
                decision,
                decision.subject(),
                event,
                outage != null ? outage : event != null ? event.correlationId() : ids.next(),
                outage,
                ups == null ? 0 : ups.episode(),
                "system",
                mode.reason());
    }

    @Override
    public synchronized void changed(String type, Run run, List<Step> changed) {
        if (run.state() == RunState.SUPPRESSED || MatchObstacles.none(run)) {
            return;
        }
        if (type.equals("run.created")) {
            obstacles.opened(run);
            boolean madeUp = run.event() != null && run.event().synthetic();
            if (run.kind() == Run.Kind.EVENT && !madeUp) {
                starting.remove(new Match(run.policyId(), run.upsId()));
            }
        }
        if (run.state().terminal() && !type.equals("step.state")) {
            obstacles.ended(run);
        }
    }

    /** A match that the window of a run held back was recorded before the restart. */
    private void recall(Run run, Run recorded) {
        Instant until = obstacles.windowEnd(run);
        boolean sameLane =
                run.policyId().equals(recorded.policyId())
                        && Objects.equals(run.upsId(), recorded.upsId())
                        && run.mode() == recorded.mode();
        if (sameLane
                && until != null
                && !recorded.createdAt().isBefore(run.createdAt())
                && recorded.createdAt().isBefore(until)) {
            suppressed.remember(recorded, until);
        }
    }
}
