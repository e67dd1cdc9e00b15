package io.github.walnut.app;

import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.EventName;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.Severity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** The stored events of a policy's life. */
final class PolicyEvents {

    private final Ids ids;
    private final Clock clock;
    private final Consumer<Event> events;

    PolicyEvents(Ids ids, Clock clock, Consumer<Event> events) {
        this.ids = ids;
        this.clock = clock;
        this.events = events;
    }

    /** Tells what a change means for protection; most changes mean nothing. */
    void changed(StoredPolicy before, StoredPolicy after) {
        if (before.armed() && !after.armed()) {
            tell(EventName.POLICY_DISARMED, Severity.WARN, after, "is not armed any more");
        }
        if (!before.armed() && after.armed()) {
            tell(EventName.POLICY_ARMED, Severity.INFO, after, "is armed");
        }
        if (invalid(after) && !invalid(before)) {
            String first =
                    after.findings().isEmpty() ? "" : ": " + after.findings().get(0).message();
            tell(EventName.POLICY_INVALID, Severity.ERROR, after, "is no longer valid" + first);
        }
    }

    private static boolean invalid(StoredPolicy policy) {
        return policy.status() == StoredPolicy.Status.INVALID;
    }

    void tell(EventName name, Severity severity, StoredPolicy policy, String what) {
        String title = policy.policy() == null ? policy.id().toString() : policy.policy().name();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("version_int", policy.versionInt());
        details.put("behaviour_hash", policy.behaviourHash());
        Map<String, Object> attrs = new LinkedHashMap<>();
        attrs.put("code", name.word());
        attrs.put("details", details);
        UUID id = ids.next();
        events.accept(
                new Event(
                        id,
                        Event.Type.SYSTEM,
                        Event.SYSTEM_HEALTH,
                        name.word(),
                        severity,
                        new Event.Subject("policy", policy.id().toString()),
                        attrs,
                        clock.now(),
                        id,
                        null,
                        false,
                        title + " " + what,
                        "policy/" + policy.id() + "/" + name.word() + "/" + id));
    }
}
