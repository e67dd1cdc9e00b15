package io.github.walnut.app;

import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Step;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.EventName;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The stored events of a run: its begin and its end. */
final class RunEvents implements RunListener {

    private final Ids ids;
    private final Consumer<Event> events;

    RunEvents(Ids ids, Consumer<Event> events) {
        this.ids = ids;
        this.events = events;
    }

    @Override
    public void changed(String type, Run run, List<Step> changed) {
        if (run.state() == RunState.SUPPRESSED || SentByRoute.began(run) && !failed(type, run)) {
            return;
        }
        if (type.equals("run.created")) {
            String mode = run.mode() == Run.Mode.LIVE ? "" : " (" + run.mode().word() + ")";
            events.accept(
                    event(
                            recovery(run) ? EventName.RECOVERY_STARTED : EventName.RUN_STARTED,
                            Severity.INFO,
                            run,
                            run.createdAt(),
                            run.policyName() + (recovery(run) ? " recovers" : " runs") + mode));
        } else if (type.equals("run.closed")) {
            events.accept(
                    event(
                            recovery(run) ? EventName.RECOVERY_FINISHED : EventName.RUN_FINISHED,
                            run.severity(),
                            run,
                            run.endedAt(),
                            run.policyName()
                                    + ": "
                                    + (run.summary() == null ? run.result() : run.summary())));
        }
    }

    /** Of messages of routes only those are news that did not go out. */
    private static boolean failed(String type, Run run) {
        return type.equals("run.closed")
                && run.mode() == Run.Mode.LIVE
                && run.severity() != null
                && run.severity().atLeast(Severity.ERROR);
    }

    private static boolean recovery(Run run) {
        return run.kind() == Run.Kind.RECOVERY;
    }

    private Event event(EventName name, Severity severity, Run run, Instant at, String message) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("run_id", run.id().toString());
        details.put("mode", run.mode().word());
        details.put("result", run.result());
        Map<String, Object> attrs = new LinkedHashMap<>();
        attrs.put("code", name.word());
        attrs.put("details", details);
        return new Event(
                ids.next(),
                Event.Type.SYSTEM,
                Event.SYSTEM_HEALTH,
                name.word(),
                severity,
                new Event.Subject("policy", run.policyId().toString()),
                attrs,
                at,
                run.correlationId(),
                run.outageId(),
                false,
                message,
                "run/" + run.id() + "/" + name.word());
    }
}
