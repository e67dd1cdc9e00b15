package io.github.walnut.virtual;

import io.github.walnut.dispatch.Dispatcher;
import io.github.walnut.policy.FactAge;
import io.github.walnut.road.Detection;
import io.github.walnut.road.InjectedMatch;
import io.github.walnut.road.Matching;
import io.github.walnut.road.Pulse;
import io.github.walnut.road.RunStart;
import io.github.walnut.rules.PolicySession;
import io.github.walnut.run.RunRequest;
import io.github.walnut.simulation.Scenario.Fault;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.EventName;
import io.github.walnut.ups.Outage;
import io.github.walnut.ups.PollResult;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.SampleNormalizer;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.SyntheticEvents;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsFleet;
import io.github.walnut.ups.UpsMonitor;
import io.github.walnut.ups.UpsProfiles;
import io.github.walnut.ups.UpsState;
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
    private final List<PollResult> unread = new ArrayList<>();

    VirtualProcess(Laboratory laboratory) {
        this.laboratory = laboratory;
        plan = laboratory.plan();
        store = laboratory.store();
        store.begun(store.epoch() + 1);
        fleet =
                new UpsFleet(
                        laboratory.time(),
                        laboratory.ids(),
                        new SampleNormalizer(UpsProfiles.standard()),
                        ups -> plan.config());
        detection = new Detection(fleet, new Pulse(laboratory.time()));
        session = session();
        matching =
                new Matching(
                        session,
                        store,
                        plan::armed,
                        (policy, due) -> {},
                        laboratory.time(),
                        laboratory.ids());
        dispatcher = VirtualDispatch.of(laboratory, List.of(matching), matching::stillMet);
        runStart = new RunStart(dispatcher::start, matching);
    }

    private PolicySession session() {
        return new PolicySession(age(), plan::armed, ZoneOffset.UTC, plan.inventory());
    }

    private FactAge age() {
        Duration threePolls = plan.config().pollInterval().multipliedBy(3);
        return new FactAge(threePolls.compareTo(LEAST_AGE) > 0 ? threePolls : LEAST_AGE);
    }

    void begin() {
        List<UpsMonitor.Stored> stored = store.facts();
        fleet.restore(stored);
        matching.restore(stored.stream().map(UpsMonitor.Stored::facts).toList(), openOutages());
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

    /** Each UPS has just been asked for everything. */
    void stop() {
        VirtualTime time = laboratory.time();
        plan.ups().stream()
                .filter(ups -> ups.fault() == Fault.NONE)
                .forEach(
                        ups ->
                                unread.add(
                                        new PollResult.Good(
                                                ups.id(),
                                                time.now(),
                                                Sample.Poll.FULL,
                                                ups.variables(time.now(), false),
                                                time.monotonicMillis())));
    }

    /** Answers of before are read first. */
    void goOn() {
        for (PollResult poll : unread) {
            judged(detection.detect(poll));
            if (taken(poll)) {
                laboratory.pollWatch().accept(poll);
            }
        }
        unread.clear();
    }

    /** After a long standstill the fleet drops what was asked before it. */
    private boolean taken(PollResult poll) {
        return fleet.facts(poll.upsId())
                .map(UpsFacts::last)
                .filter(sample -> sample.at().equals(poll.at()))
                .isPresent();
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

    /** What comes of a loss of mains that somebody made up; its runs begin. */
    List<InjectedMatch> inject(String ups, Duration heldFor) {
        Optional<UpsFacts> facts = fleet.facts(ups);
        if (facts.isEmpty()) {
            return List.of();
        }
        SyntheticEvents.Injection injection =
                new SyntheticEvents(laboratory.ids())
                        .state(facts.get(), UpsState.OL, UpsState.OB, heldFor, laboratory.now());
        List<InjectedMatch> judged = matching.inject(session(), openOutages(), injection, false);
        judged.stream()
                .map(InjectedMatch::request)
                .filter(Objects::nonNull)
                .forEach(dispatcher::start);
        return judged;
    }

    private List<Outage> openOutages() {
        return store.facts().stream()
                .map(UpsMonitor.Stored::openOutage)
                .filter(Objects::nonNull)
                .toList();
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
}
