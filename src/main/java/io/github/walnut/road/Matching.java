package io.github.walnut.road;

import io.github.walnut.policy.Decision;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.TriggerMemory;
import io.github.walnut.policy.TriggerState;
import io.github.walnut.rules.PolicySession;
import io.github.walnut.rules.RulesProblem;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.RunRequest;
import io.github.walnut.run.Step;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rule session on the road: it hears every update, knows which runs are open, and turns a match
 * into a request to run. One call at a time; whoever edits a policy waits for an evaluation.
 */
public final class Matching implements RunListener {

    private static final Logger LOG = LoggerFactory.getLogger(Matching.class);

    /** Stands for the id of a run that is being planned. */
    private static final String STARTING = "starting";

    private final PolicySession session;
    private final MatchingMemory memory;
    private final BooleanSupplier systemArmed;
    private final Anticipation anticipation;
    private final Clock clock;
    private final Ids ids;
    private final Map<UUID, StoredPolicy> policies = new HashMap<>();
    private final Map<String, UpsFacts> facts = new HashMap<>();
    private final Map<String, Event> lastEvents = new HashMap<>();

    public Matching(
            PolicySession session,
            MatchingMemory memory,
            BooleanSupplier systemArmed,
            Anticipation anticipation,
            Clock clock,
            Ids ids) {
        this.session = session;
        this.memory = memory;
        this.systemArmed = systemArmed;
        this.anticipation = anticipation;
        this.clock = clock;
        this.ids = ids;
    }

    /** Goes on where the store says that it was; before the first update. */
    public synchronized void restore(List<UpsFacts> stored) {
        session.restore(memory.triggers());
        for (StoredPolicy policy : memory.policies()) {
            put(policy);
        }
        memory.openRuns().forEach(this::opened);
        for (UpsFacts known : stored) {
            facts.put(known.upsId(), known);
            for (StoredPolicy policy : List.copyOf(policies.values())) {
                memory.lastDispatch(policy.id(), known.upsId())
                        .forEach((mode, at) -> suppress(policy, known.upsId(), mode, at));
            }
        }
    }

    public synchronized void put(StoredPolicy policy) {
        policies.put(policy.id(), policy);
        session.put(policy, clock.now());
        remember(List.of());
    }

    public synchronized void remove(UUID policyId) {
        policies.remove(policyId);
        session.remove(policyId);
    }

    /** The runs that this update asks for. */
    public synchronized List<RunRequest> match(UpsUpdate update) {
        UpsFacts now = update.facts();
        facts.put(now.upsId(), now);
        Event cause = cause(update.events());
        if (cause != null) {
            lastEvents.put(now.upsId(), cause);
        }
        return judged(session.update(now, cause, clock.now()), cause);
    }

    /** The runs that the passing of time asks for. */
    public synchronized List<RunRequest> tick() {
        Instant now = clock.now();
        boolean due = session.nextDue().filter(next -> !next.isAfter(now)).isPresent();
        return due ? judged(session.tick(now), null) : List.of();
    }

    /** What is pending for a UPS, nearest first. */
    public synchronized List<Pending> pending(String upsId) {
        List<Pending> pending = new ArrayList<>();
        for (StoredPolicy policy : policies.values()) {
            session.states(policy.id()).stream()
                    .filter(
                            state ->
                                    state.subject().equalsIgnoreCase(upsId)
                                            && state.dueAt() != null)
                    .forEach(
                            state ->
                                    pending.add(new Pending(policy, state.index(), state.dueAt())));
        }
        pending.sort((a, b) -> a.dueAt().compareTo(b.dueAt()));
        return pending;
    }

    /**
     * @param trigger index of the trigger that waits
     */
    public record Pending(StoredPolicy policy, int trigger, Instant dueAt) {}

    /** When the policy will match next, for any UPS, unless something changes. */
    public synchronized Optional<Instant> dueAt(UUID policyId) {
        return session.states(policyId).stream()
                .map(TriggerState::dueAt)
                .filter(due -> due != null)
                .min(Instant::compareTo);
    }

    private static Event cause(List<Event> events) {
        return events.stream()
                .filter(event -> event.kind().equals(Event.UPS_STATE))
                .findFirst()
                .orElse(events.isEmpty() ? null : events.get(0));
    }

    private List<RunRequest> judged(List<Decision> decisions, Event cause) {
        List<RunRequest> requests = new ArrayList<>();
        for (Decision decision : decisions) {
            LOG.debug(
                    "Policy {} for {}: {}",
                    decision.policyId(),
                    decision.subject(),
                    decision.kind());
            if (decision.kind() == Decision.Kind.MATCHED) {
                requests.add(request(decision, cause));
            }
        }
        memory.decided(decisions);
        remember(requests);
        requests.forEach(request -> starting(request.decision()));
        return requests;
    }

    /** From now on the policy has a run, although nobody has heard of it yet. */
    private void starting(Decision match) {
        session.runOpen(match.policyId(), match.subject(), STARTING);
    }

    /** The run of a match could not be started: the next match may. */
    public synchronized void notStarted(RunRequest request) {
        memory.notStarted(request.policy().id(), request.upsId());
        session.runClosed(request.policy().id(), request.upsId());
    }

    /** What led to a match is kept with its run, everything else now. */
    private void remember(List<RunRequest> requests) {
        Map<Decision, List<TriggerMemory>> matched = new LinkedHashMap<>();
        requests.forEach(request -> matched.put(request.decision(), new ArrayList<>()));
        List<TriggerMemory> others = new ArrayList<>();
        for (TriggerMemory state : session.takeChanges()) {
            Decision match = matchOf(state, matched.keySet());
            matched.getOrDefault(match, others).add(state);
            if (match == null) {
                anticipate(state);
            }
        }
        matched.forEach(
                (match, states) -> memory.matched(match.policyId(), match.subject(), states));
        memory.changed(others);
        tellProblems();
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
        List<Decision> ofPolicy =
                matches.stream().filter(m -> m.policyId().equals(state.policyId())).toList();
        return ofPolicy.stream()
                .filter(match -> match.subject().equals(state.upsId()))
                .findFirst()
                .orElse(ofPolicy.isEmpty() ? null : ofPolicy.get(0));
    }

    private void tellProblems() {
        for (RulesProblem problem : session.takeProblems()) {
            LOG.error("Matching: {}", problem);
        }
    }

    private RunRequest request(Decision decision, Event cause) {
        StoredPolicy policy = policies.get(decision.policyId());
        UpsFacts ups = facts.get(decision.subject());
        Event event = cause != null ? cause : lastEvents.get(decision.subject());
        UUID outage = ups == null ? null : ups.outageId();
        boolean live = policy.inForce() && policy.armed() && systemArmed.getAsBoolean();
        return new RunRequest(
                Run.Kind.EVENT,
                live ? Run.Mode.LIVE : Run.Mode.DRY_RUN,
                policy,
                decision,
                decision.subject(),
                event,
                outage != null ? outage : event != null ? event.correlationId() : ids.next(),
                outage,
                ups == null ? 0 : ups.episode(),
                "system",
                live ? null : policy.armed() ? "system_not_armed" : "policy_not_armed");
    }

    @Override
    public synchronized void changed(String type, Run run, List<Step> changed) {
        StoredPolicy policy = policies.get(run.policyId());
        if (run.upsId() == null || policy == null || rehearsal(run)) {
            return;
        }
        if (run.state().terminal()) {
            if (run.firstDispatchAt() != null && !run.cutShort()) {
                suppress(policy, run.upsId(), run.mode(), run.createdAt());
            }
            session.runClosed(run.policyId(), run.upsId());
        } else if (type.equals("run.created")) {
            opened(run);
        }
    }

    /** Somebody tries a policy out: that holds no match of it back. */
    private static boolean rehearsal(Run run) {
        return run.kind() == Run.Kind.MANUAL && run.mode() != Run.Mode.LIVE;
    }

    private void opened(Run run) {
        if (run.upsId() != null && !rehearsal(run)) {
            session.runOpen(run.policyId(), run.upsId(), run.id().toString());
        }
    }

    private void suppress(StoredPolicy policy, String upsId, Run.Mode mode, Instant matchedAt) {
        Duration window = policy.policy().suppression();
        session.suppress(policy.id(), upsId, mode.word(), matchedAt.plus(window));
    }
}
