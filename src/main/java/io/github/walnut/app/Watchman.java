package io.github.walnut.app;

import io.github.walnut.dispatch.DispatchWatch;
import io.github.walnut.dispatch.RunLog;
import io.github.walnut.run.Alarm;
import io.github.walnut.run.Gate;
import io.github.walnut.run.Hold;
import io.github.walnut.run.HoldChange;
import io.github.walnut.run.Recovering;
import io.github.walnut.run.Run;
import io.github.walnut.run.Step;
import io.github.walnut.store.StoreWatch;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.EventName;
import io.github.walnut.ups.HealthEvents;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people and health what the dispatcher finds remarkable. */
final class Watchman implements DispatchWatch, StoreWatch {

    private static final Logger LOG = LoggerFactory.getLogger(Watchman.class);

    /** Where trouble of a component is shown. */
    interface Trouble {
        void tell(String component, String status, String message);
    }

    private final Consumer<Event> events;
    private final Trouble trouble;
    private final Clock clock;
    private final Ids ids;
    private final Runnable holdOfAll;
    private final RunAudit audit;

    /**
     * @param holdOfAll is told whenever the hold of all runs has changed
     */
    Watchman(
            Consumer<Event> events,
            Trouble trouble,
            Clock clock,
            Ids ids,
            Runnable holdOfAll,
            RunAudit audit) {
        this.events = events;
        this.trouble = trouble;
        this.clock = clock;
        this.ids = ids;
        this.holdOfAll = holdOfAll;
        this.audit = audit;
    }

    @Override
    public void raised(Alarm alarm, Run run, Step step) {
        EventName name = EventName.valueOf(alarm.name());
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("run_id", run.id().toString());
        details.put("target", step.target().hostId() + "/" + step.target().id());
        details.put("verb", step.verb());
        details.put("reason", step.reason());
        Map<String, Object> attrs = new LinkedHashMap<>();
        attrs.put("code", name.word());
        attrs.put("details", details);
        events.accept(
                new Event(
                        ids.next(),
                        Event.Type.SYSTEM,
                        Event.SYSTEM_HEALTH,
                        name.word(),
                        name.severities().get(0),
                        new Event.Subject(
                                "target", step.target().hostId() + "/" + step.target().id()),
                        attrs,
                        clock.now(),
                        run.correlationId(),
                        run.outageId(),
                        false,
                        run.policyName()
                                + ": "
                                + step.verb()
                                + " of "
                                + step.target().id()
                                + " "
                                + name.word().replace('_', ' '),
                        "run/"
                                + run.id()
                                + "/"
                                + step.id()
                                + "/"
                                + name.word()
                                + "/"
                                + step.attempt()));
    }

    @Override
    public void recoveryStalled(Recovering what, List<Gate> shut) {
        EventName name = EventName.RECOVERY_STALLED;
        Run parent = what.parent();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("run_id", parent.id().toString());
        details.put("targets", what.owed().size());
        details.put("gates", shut.stream().map(gate -> gate.kind().word()).distinct().toList());
        Map<String, Object> attrs = new LinkedHashMap<>();
        attrs.put("code", name.word());
        attrs.put("details", details);
        String why = shut.stream().map(Gate::detail).distinct().collect(Collectors.joining(", "));
        UUID id = ids.next();
        events.accept(
                new Event(
                        id,
                        Event.Type.SYSTEM,
                        Event.SYSTEM_HEALTH,
                        name.word(),
                        name.severities().get(0),
                        new Event.Subject("policy", String.valueOf(parent.policyId())),
                        attrs,
                        clock.now(),
                        parent.correlationId(),
                        parent.outageId(),
                        false,
                        parent.policyName() + ": " + name.word().replace('_', ' ') + ", " + why,
                        "run/" + parent.id() + "/" + name.word() + "/" + id));
    }

    @Override
    public void planned(Run run, List<String> notes) {
        try (RunLog log = RunLog.of(run)) {
            notes.forEach(note -> LOG.info("Run {} of {}: {}", run.id(), run.policyName(), note));
        }
    }

    @Override
    public void held(HoldChange change, Hold hold, Run run) {
        audit.held(change, hold, run);
        EventName name = EventName.valueOf("HOLD_" + change);
        Map<String, Object> details = new LinkedHashMap<>();
        if (run != null) {
            details.put("run_id", run.id().toString());
        }
        details.put("by", hold.by());
        details.put("actor_kind", hold.kind() == null ? "user" : hold.kind());
        details.put("reason", hold.reason());
        details.put("until", hold.until().toString());
        events.accept(
                HealthEvents.about(
                        ids,
                        name,
                        run == null
                                ? new Event.Subject("system", "walnut")
                                : new Event.Subject("policy", run.policyId().toString()),
                        clock.now(),
                        details));
        if (run == null) {
            holdOfAll.run();
        }
    }

    @Override
    public void journalDegraded(String why) {
        LOG.error("The journal cannot be written; nothing is sent until it can: {}", why);
        trouble.tell("dispatcher", "error", "The journal cannot be written: " + why);
    }

    @Override
    public void journalRestored() {
        LOG.info("The journal can be written again");
        trouble.tell("dispatcher", "ok", null);
    }

    @Override
    public void degraded(String why) {
        LOG.error("The store fails; the journal goes to the emergency file: {}", why);
        trouble.tell("journal", "error", "The journal goes to the emergency file: " + why);
        events.accept(
                HealthEvents.told(
                        ids,
                        EventName.JOURNAL_DEGRADED,
                        Severity.ERROR,
                        new Event.Subject("system", "journal"),
                        clock.now(),
                        Map.of("reason", why),
                        "walNUT cannot write its journal: " + why));
    }

    @Override
    public void restored(int entries) {
        LOG.info("The store works again and has what the emergency file held");
        trouble.tell("journal", "ok", null);
    }

    @Override
    public void epochLost(String why) {
        LOG.error("Another instance owns the store; this one sends nothing any more: {}", why);
        trouble.tell("dispatcher", "error", "Another instance owns the store");
    }
}
