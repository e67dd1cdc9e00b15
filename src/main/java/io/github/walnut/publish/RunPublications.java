package io.github.walnut.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.run.Countdown;
import io.github.walnut.run.Gate;
import io.github.walnut.run.Obligation;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Step;
import io.github.walnut.ups.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Turns what happens to runs into messages below one base topic: each change as an event of its
 * policy, and the run itself as a state that is taken away an hour after its end. Hears of changes
 * on any thread and gives the messages to whoever asks for them, so that no run waits.
 */
public final class RunPublications implements RunListener {

    /** How long the state of a run that is over stays at the broker. */
    public static final Duration KEPT = Duration.ofHours(1);

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final String base;
    private final Clock clock;
    private final Json json = new Json();
    private final RunJson runJson = new RunJson(json);
    private final Map<UUID, Known> known = new LinkedHashMap<>();
    private List<MqttMessage> events = new ArrayList<>();

    /** The latest form of one run. */
    private static final class Known {
        private Run run;
        private final Map<UUID, Step> steps = new TreeMap<>();
        private Instant nextStepAt;
        private Instant told = Instant.MIN;
        private boolean changed = true;
    }

    public RunPublications(String base, Clock clock) {
        this.base = base;
        this.clock = clock;
    }

    /** A run of an earlier process; one that is over is taken away when it is time. */
    public synchronized void found(Run run, List<Step> steps) {
        if (run.state() != RunState.SUPPRESSED) {
            Known entry = known(run, steps);
            entry.changed = !run.state().terminal();
        }
    }

    @Override
    public synchronized void changed(String type, Run run, List<Step> changed) {
        if (run.state() == RunState.SUPPRESSED) {
            return;
        }
        known(run, changed);
        if (type.equals("step.state")) {
            changed.forEach(
                    step ->
                            event(
                                    type,
                                    run,
                                    RunWords.of(run, step),
                                    json.object()
                                            .put("host_id", step.target().hostId())
                                            .put("target_id", step.target().id())
                                            .put("verb", step.verb())
                                            .put("state", step.state().word())));
        } else {
            event(
                    type,
                    run,
                    RunWords.of(type, run),
                    json.object().put("state", run.state().word()));
        }
    }

    @Override
    public synchronized void owed(Run run, List<Obligation> changed) {
        for (Obligation owed : changed) {
            event(
                    "recovery.state",
                    run,
                    RunWords.of(owed),
                    json.object()
                            .put("host_id", owed.target().hostId())
                            .put("target_id", owed.target().id())
                            .put("verb", owed.verb())
                            .put("state", owed.status().word()));
        }
    }

    @Override
    public synchronized void gate(Run stopped, String hostId, Gate gate) {
        ObjectNode more = json.object();
        if (hostId != null) {
            more.put("host_id", hostId);
        }
        more.put("state", gate.open() ? "open" : "shut");
        event("recovery.gate", stopped, RunWords.of(gate), more);
    }

    @Override
    public synchronized void countdown(Run run, List<Countdown> ends) {
        Known entry = known.get(run.id());
        if (entry != null) {
            entry.nextStepAt =
                    ends.stream()
                            .filter(end -> STARTS.contains(end.kind()))
                            .map(Countdown::at)
                            .min(Comparator.naturalOrder())
                            .orElse(null);
            entry.changed = true;
        }
    }

    private static final Set<Countdown.Kind> STARTS =
            Set.of(Countdown.Kind.DELAY, Countdown.Kind.FINAL_DELAY);

    private Known known(Run run, List<Step> steps) {
        Known entry = known.computeIfAbsent(run.id(), id -> new Known());
        entry.run = run;
        entry.changed = true;
        steps.forEach(step -> entry.steps.put(step.id(), step));
        if (run.state().terminal()) {
            entry.nextStepAt = null;
        }
        return entry;
    }

    private void event(String type, Run run, String message, ObjectNode more) {
        if (run.policyId() == null) {
            return;
        }
        ObjectNode node = json.object();
        node.put("event_type", type);
        node.put("run_id", Json.id(run.id()));
        node.put("mode", run.mode().word());
        node.put("run_seq", run.runSeq());
        node.put("at", Json.at(clock.now()));
        node.put("correlation_id", Json.id(run.correlationId()));
        node.put("message", message);
        node.setAll(more);
        events.add(
                new MqttMessage(
                        MqttPublications.policy(base, run.policyId().toString()) + "/event",
                        false,
                        json.write(node)));
    }

    /** The policies that have a run under way. */
    public synchronized Set<UUID> running() {
        return known.values().stream()
                .filter(entry -> !entry.run.state().terminal() && entry.run.policyId() != null)
                .map(entry -> entry.run.policyId())
                .collect(Collectors.toSet());
    }

    /** What there is to tell; to be asked for twice a second. */
    public synchronized List<MqttMessage> due() {
        Instant now = clock.now();
        List<MqttMessage> messages = events;
        events = new ArrayList<>();
        for (Iterator<Known> all = known.values().iterator(); all.hasNext(); ) {
            Known entry = all.next();
            Instant end = entry.run.endedAt();
            if (end != null && !now.isBefore(end.plus(KEPT))) {
                messages.add(new MqttMessage(topic(entry.run), true, ""));
                all.remove();
            } else if (entry.changed || end == null && !now.isBefore(entry.told.plus(LONGEST))) {
                messages.add(new MqttMessage(topic(entry.run), true, json.write(state(entry))));
                entry.told = now;
                entry.changed = false;
            }
        }
        return messages;
    }

    /** The topics of the runs that are told. */
    public synchronized Set<String> topics() {
        return known.values().stream().map(entry -> topic(entry.run)).collect(Collectors.toSet());
    }

    private String topic(Run run) {
        return base + "/run/" + run.id();
    }

    private ObjectNode state(Known entry) {
        ObjectNode node = runJson.writeWithoutSteps(entry.run, List.copyOf(entry.steps.values()));
        node.put("next_step_at", Json.at(entry.nextStepAt));
        return node;
    }
}
