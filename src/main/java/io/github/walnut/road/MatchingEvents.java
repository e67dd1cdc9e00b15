package io.github.walnut.road;

import io.github.walnut.policy.Schedule;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.Trigger;
import io.github.walnut.rules.FiredTimer;
import io.github.walnut.rules.RulesProblem;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.EventName;
import io.github.walnut.ups.HealthEvents;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.UpsFacts;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The events that matching itself raises: timers and failures. */
final class MatchingEvents {

    private static final Logger LOG = LoggerFactory.getLogger(MatchingEvents.class);

    private final Ids ids;
    private final Consumer<Event> tell;

    MatchingEvents(Ids ids, Consumer<Event> tell) {
        this.ids = ids;
        this.tell = tell;
    }

    /** Tells of timers; returns the event of each policy of which one fired. */
    Map<UUID, Event> fired(
            List<FiredTimer> timers,
            Function<UUID, StoredPolicy> policies,
            Function<String, UpsFacts> facts,
            Instant now) {
        Map<UUID, Event> events = new HashMap<>();
        for (FiredTimer timer : timers) {
            StoredPolicy policy = policies.apply(timer.policyId());
            if (policy != null && timer.missed()) {
                tell.accept(missed(timer, policy, now));
            } else if (policy != null) {
                UpsFacts ups = timer.upsId() == null ? null : facts.apply(timer.upsId());
                Event event = event(timer, policy, ups, now);
                tell.accept(event);
                events.put(timer.policyId(), event);
            }
        }
        return events;
    }

    private Event missed(FiredTimer timer, StoredPolicy policy, Instant now) {
        return HealthEvents.about(
                ids,
                EventName.TIMER_MISSED,
                subject(policy),
                now,
                Map.of(
                        "policy_name",
                        policy.policy().name(),
                        "trigger",
                        timer.trigger(),
                        "due_at",
                        timer.dueAt().toString()),
                timer.dueAt());
    }

    private Event event(FiredTimer timer, StoredPolicy policy, UpsFacts ups, Instant now) {
        Trigger trigger = policy.policy().triggers().get(timer.trigger());
        UUID outage = ups == null ? null : ups.outageId();
        UUID id = ids.next();
        return new Event(
                id,
                Event.Type.TIMER,
                trigger instanceof Trigger.At ? "timer.at" : "timer.after",
                EventName.TIMER_FIRED.word(),
                Severity.INFO,
                subject(policy),
                attrs(timer, trigger),
                now,
                outage == null ? ids.next() : outage,
                outage,
                false,
                "A timer of policy " + policy.policy().name() + " fired",
                policy.id()
                        + "/timer_fired/"
                        + timer.trigger()
                        + "/"
                        + timer.upsId()
                        + "/"
                        + timer.dueAt().toEpochMilli());
    }

    private static Map<String, Object> attrs(FiredTimer timer, Trigger trigger) {
        Map<String, Object> attrs = new LinkedHashMap<>();
        attrs.put("policy_id", timer.policyId().toString());
        attrs.put("due_at", timer.dueAt().toString());
        if (trigger instanceof Trigger.After after) {
            attrs.put("after_s", after.after().toMillis() / 1000.0);
            attrs.put("since_event", sinceEvent(after));
        } else if (trigger instanceof Trigger.At at) {
            attrs.put("schedule", schedule(at.schedule()));
        }
        return attrs;
    }

    private static Map<String, Object> sinceEvent(Trigger.After after) {
        return after.state() == null
                ? Map.of("type", "webhook.custom", "equals", after.webhook())
                : Map.of("type", Event.UPS_STATE, "equals", after.state().word());
    }

    private static Map<String, Object> schedule(Schedule schedule) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("repeat", schedule.repeat().name().toLowerCase(java.util.Locale.ROOT));
        shown.put("at", schedule.at().toString());
        if (schedule.zone() != null) {
            shown.put("timezone", schedule.zone().getId());
        }
        return shown;
    }

    /** Tells what went wrong; matching has gone on. */
    void failed(List<RulesProblem> problems, Function<UUID, StoredPolicy> policies, Instant now) {
        for (RulesProblem problem : problems) {
            LOG.error("Matching failed: {}", problem.message());
            StoredPolicy policy =
                    problem.policyId() == null ? null : policies.apply(problem.policyId());
            Event.Subject subject =
                    policy == null ? new Event.Subject("system", "walnut") : subject(policy);
            EventName name = policy == null ? EventName.RULES_OVERRUN : EventName.POLICY_FAILED;
            tell.accept(
                    HealthEvents.about(
                            ids, name, subject, now, Map.of("message", problem.message())));
        }
    }

    private static Event.Subject subject(StoredPolicy policy) {
        return new Event.Subject("policy", policy.id().toString());
    }
}
