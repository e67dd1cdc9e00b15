package io.github.walnut.virtual;

import io.github.walnut.dispatch.DispatchPorts;
import io.github.walnut.dispatch.DispatchWatch;
import io.github.walnut.dispatch.Dispatcher;
import io.github.walnut.dispatch.PresentPolicies;
import io.github.walnut.dispatch.TargetReadings;
import io.github.walnut.inventory.Resolution;
import io.github.walnut.inventory.SelectorResolver;
import io.github.walnut.policy.FactAge;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.road.Detection;
import io.github.walnut.road.Matching;
import io.github.walnut.road.Pulse;
import io.github.walnut.road.RunStart;
import io.github.walnut.rules.PolicySession;
import io.github.walnut.run.Alarm;
import io.github.walnut.run.Gate;
import io.github.walnut.run.Hold;
import io.github.walnut.run.HoldChange;
import io.github.walnut.run.Maintenance;
import io.github.walnut.run.NewRun;
import io.github.walnut.run.Obligations;
import io.github.walnut.run.Planner;
import io.github.walnut.run.Recovering;
import io.github.walnut.run.RecoveryPlan;
import io.github.walnut.run.Retries;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.RunMachine;
import io.github.walnut.run.RunRequest;
import io.github.walnut.run.StatesBefore;
import io.github.walnut.run.Step;
import io.github.walnut.run.TargetResolver;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.EventName;
import io.github.walnut.ups.PollResult;
import io.github.walnut.ups.SampleNormalizer;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.UpsFleet;
import io.github.walnut.ups.UpsMonitor;
import io.github.walnut.ups.UpsProfiles;
import io.github.walnut.ups.UpsUpdate;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** One life of walNUT in a laboratory, put together as the program does it. */
final class VirtualProcess implements AutoCloseable {

    private static final Duration LEAST_AGE = Duration.ofSeconds(15);

    private final Laboratory laboratory;
    private final LaboratoryPlan plan;
    private final VirtualStore store;
    private final UpsFleet fleet;
    private final Detection detection;
    private final PolicySession session;
    private final Matching matching;
    private final Dispatcher dispatcher;
    private final RunStart runStart;
    private final Set<String> alerts = new HashSet<>();
    private int jitters;

    VirtualProcess(Laboratory laboratory) {
        this.laboratory = laboratory;
        plan = laboratory.plan();
        store = laboratory.store();
        store.begun(store.epoch() + 1);
        fleet =
                new UpsFleet(
                        laboratory.time(),
                        laboratory.ids(),
                        new SampleNormalizer(UpsProfiles.none()),
                        ups -> plan.config());
        detection = new Detection(fleet, new Pulse(laboratory.time()));
        session = new PolicySession(age(), plan::armed, ZoneOffset.UTC, plan.inventory());
        matching =
                new Matching(
                        session,
                        store,
                        plan::armed,
                        (policy, due) -> {},
                        laboratory.time(),
                        laboratory.ids());
        dispatcher = dispatcher();
        runStart = new RunStart(dispatcher::start, matching);
    }

    private FactAge age() {
        Duration threePolls = plan.config().pollInterval().multipliedBy(3);
        return new FactAge(threePolls.compareTo(LEAST_AGE) > 0 ? threePolls : LEAST_AGE);
    }

    private Dispatcher dispatcher() {
        List<RunListener> listeners = new ArrayList<>(laboratory.listeners());
        listeners.add(matching);
        VirtualTime time = laboratory.time();
        SelectorResolver selectors = new SelectorResolver(plan.inventory());
        Chance chance = new Chance(plan.seed());
        return new Dispatcher(
                new DispatchPorts(
                        plan.inventory(),
                        TargetReadings.atHand(time),
                        store,
                        laboratory.world(),
                        time,
                        time,
                        listeners,
                        task -> time.after(Duration.ZERO, task),
                        new Watch(laboratory.alarms()),
                        this::policy,
                        run -> true,
                        new Obligations(
                                plan.inventory(), StatesBefore.NOBODY_LOOKED, laboratory.ids()),
                        laboratory.hold(),
                        present()),
                new NewRun(
                        new Planner(
                                plan.inventory(),
                                (action, stale) -> resolve(selectors, action, stale),
                                laboratory.ids()),
                        laboratory.ids()),
                new RecoveryPlan(plan.inventory(), laboratory.ids()),
                new RunMachine(
                        plan.inventory(),
                        new Retries(() -> chance.roll("jitter " + ++jitters)),
                        plan.settings().finalDelay()),
                plan.settings());
    }

    private PresentPolicies present() {
        return new PresentPolicies() {
            @Override
            public Optional<StoredPolicy> find(UUID policyId) {
                return store.policies().stream()
                        .filter(policy -> policy.id().equals(policyId))
                        .findFirst();
            }

            @Override
            public List<StoredPolicy> all() {
                return List.copyOf(store.policies());
            }

            @Override
            public boolean armed() {
                return plan.armed();
            }

            @Override
            public Maintenance maintenance() {
                return Maintenance.NONE;
            }
        };
    }

    private Optional<Policy> policy(Run run) {
        return store.policies().stream()
                .filter(policy -> policy.id().equals(run.policyId()))
                .map(StoredPolicy::policy)
                .findFirst();
    }

    private static TargetResolver.Resolution resolve(
            SelectorResolver selectors, Policy.Action action, boolean stale) {
        Resolution found =
                selectors.resolve(action.selector(), action.hostId(), action.targetType(), stale);
        return new TargetResolver.Resolution(
                found.targets(),
                stale || !found.unverified().isEmpty(),
                found.notes().stream().map(Resolution.Note::message).toList());
    }

    void begin() {
        List<UpsMonitor.Stored> stored = store.facts();
        fleet.restore(stored);
        matching.restore(
                stored.stream().map(UpsMonitor.Stored::facts).toList(),
                stored.stream()
                        .map(UpsMonitor.Stored::openOutage)
                        .filter(Objects::nonNull)
                        .toList());
        fleet.all().forEach(dispatcher::heard);
        dispatcher.resume();
        new VirtualPolls(
                        laboratory.time(),
                        plan.config(),
                        laboratory.line(),
                        this::alert,
                        this::polled)
                .start(plan.ups());
        laboratory.time().after(plan.tick(), this::tick);
    }

    private boolean alert(String ups) {
        return alerts.contains(ups)
                || !matching.pending(ups).isEmpty()
                || dispatcher.active().stream().anyMatch(run -> ups.equals(run.upsId()));
    }

    private void polled(PollResult poll) {
        laboratory.pollWatch().accept(poll);
        judged(detection.detect(poll));
    }

    void called(String webhook, Map<String, Object> body) {
        UUID id = laboratory.ids().next();
        start(
                matching.called(
                        webhook,
                        body,
                        new Event(
                                id,
                                Event.Type.WEBHOOK,
                                "webhook.custom",
                                EventName.WEBHOOK_RECEIVED.word(),
                                Severity.INFO,
                                new Event.Subject("system", "walnut"),
                                Map.of("name", webhook, "body", body),
                                laboratory.now(),
                                id,
                                null,
                                false,
                                "Webhook " + webhook + " was called",
                                "webhook:" + webhook + ":" + id)));
    }

    private void tick() {
        laboratory.time().after(plan.tick(), this::tick);
        judged(detection.detect(new Detection.Tick()));
        start(matching.tick());
    }

    private void judged(List<UpsUpdate> updates) {
        for (UpsUpdate update : updates) {
            String ups = update.facts().upsId();
            if (update.alert()) {
                alerts.add(ups);
            } else {
                alerts.remove(ups);
            }
            store.record(update, laboratory.time().now());
            dispatcher.heard(update.facts());
            start(matching.match(update));
        }
    }

    private void start(List<RunRequest> requests) {
        requests.forEach(runStart::start);
    }

    @Override
    public void close() {
        session.close();
    }

    /** Writes down what people had to hear. */
    private record Watch(List<String> told) implements DispatchWatch {

        @Override
        public void raised(Alarm alarm, Run run, Step step) {
            told.add(alarm + " " + step.target().hostId() + "/" + step.target().id());
        }

        @Override
        public void planned(Run run, List<String> notes) {
            told.addAll(notes);
        }

        @Override
        public void held(HoldChange change, Hold hold, Run run) {
            told.add("hold " + change + (run == null ? " of all" : " of " + run.id()));
        }

        @Override
        public void recoveryStalled(Recovering what, List<Gate> shut) {
            told.add(
                    "RECOVERY_STALLED "
                            + shut.stream().map(gate -> gate.kind().word()).distinct().toList());
        }

        @Override
        public void journalDegraded(String why) {
            told.add("journal degraded: " + why);
        }

        @Override
        public void journalRestored() {
            told.add("journal restored");
        }

        @Override
        public void epochLost(String why) {
            told.add("epoch lost: " + why);
        }
    }
}
