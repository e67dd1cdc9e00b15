package io.github.walnut.app;

import io.github.walnut.api.Arming;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.store.AuditEntry;
import io.github.walnut.store.AuditLog;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.EventName;
import io.github.walnut.ups.HealthEvents;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.Severity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The stored events of a policy's life, and the audit lines of what nobody asked for. */
final class PolicyEvents {

    private final Ids ids;
    private final Clock clock;
    private final Consumer<Event> events;
    private final AuditLog audit;

    PolicyEvents(Ids ids, Clock clock, Consumer<Event> events, AuditLog audit) {
        this.ids = ids;
        this.clock = clock;
        this.events = events;
        this.audit = audit;
    }

    /** Tells what a change means for protection; most changes mean nothing. */
    void changed(StoredPolicy before, StoredPolicy after) {
        if (before.armed() && !after.armed()) {
            String why = disarming(before, after);
            tell(EventName.POLICY_DISARMED, Severity.WARN, after, "is not armed any more: " + why);
            audit(before, after, EventName.POLICY_DISARMED, why);
        }
        if (!before.armed() && after.armed()) {
            tell(EventName.POLICY_ARMED, Severity.INFO, after, "is armed");
            audit(before, after, EventName.POLICY_ARMED, null);
        }
        if (invalid(after) && !invalid(before)) {
            String first =
                    after.findings().isEmpty() ? "" : ": " + after.findings().get(0).message();
            tell(EventName.POLICY_INVALID, Severity.ERROR, after, "is no longer valid" + first);
            audit(before, after, EventName.POLICY_INVALID, "is no longer valid" + first);
        }
    }

    private static String disarming(StoredPolicy before, StoredPolicy after) {
        if (after.versionInt() == before.versionInt()) {
            return "it selects twice as many targets as it was armed for";
        }
        if (!after.behaviourHash().equals(before.behaviourHash())) {
            return "it does something else now";
        }
        return after.enabled() ? "it was disarmed" : "it is not enabled any more";
    }

    /** What is not a new version was done by nobody. */
    private void audit(StoredPolicy before, StoredPolicy after, EventName what, String why) {
        boolean asked = after.versionInt() != before.versionInt();
        audit.append(
                new AuditEntry(
                        asked ? after.updatedBy() : "system",
                        asked ? "user" : "system",
                        null,
                        what.word(),
                        after.id().toString(),
                        "ok",
                        why,
                        facts(after),
                        null,
                        null));
    }

    private static Map<String, Object> facts(StoredPolicy policy) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("version_int", policy.versionInt());
        facts.put("behaviour_hash", policy.behaviourHash());
        facts.put("targets", policy.armedTargets());
        return facts;
    }

    /** A preflight found an error that was not there the time before. */
    void preflightFailed(StoredPolicy policy, Finding finding) {
        tell(
                EventName.PREFLIGHT_FAILED,
                Severity.ERROR,
                policy,
                "failed its preflight: " + finding.message());
    }

    /** The global switch was set. */
    void switched(Arming.State state) {
        EventName name = state.armed() ? EventName.SYSTEM_ARMED : EventName.SYSTEM_DISARMED;
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("by", state.changedBy());
        details.put("reason", state.reason());
        String text = "walNUT was " + (state.armed() ? "armed" : "disarmed");
        tell(name, Severity.WARN, new Event.Subject("system", "walnut"), text, details);
    }

    private static boolean invalid(StoredPolicy policy) {
        return policy.status() == StoredPolicy.Status.INVALID;
    }

    private void tell(EventName name, Severity severity, StoredPolicy policy, String what) {
        String title = policy.policy() == null ? policy.id().toString() : policy.policy().name();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("version_int", policy.versionInt());
        details.put("behaviour_hash", policy.behaviourHash());
        Event.Subject subject = new Event.Subject("policy", policy.id().toString());
        tell(name, severity, subject, title + " " + what, details);
    }

    private void tell(
            EventName name,
            Severity severity,
            Event.Subject subject,
            String text,
            Map<String, Object> details) {
        events.accept(HealthEvents.told(ids, name, severity, subject, clock.now(), details, text));
    }
}
