package io.github.walnut.rules;

import io.github.walnut.policy.WebhookCall;
import io.github.walnut.ups.TimeShift;
import io.github.walnut.ups.UpsFacts;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** All that a session knows of the world; it does not change within a round. */
final class Knowledge {
    private final Map<String, UpsFacts> facts = new TreeMap<>();
    private final Map<String, UpsFacts> view = Collections.unmodifiableMap(facts);
    private final Map<String, WebhookCall> calls = new HashMap<>();

    /** Null when it was never heard. */
    UpsFacts ups(String upsId) {
        return facts.get(upsId);
    }

    Map<String, UpsFacts> facts() {
        return view;
    }

    Map<String, WebhookCall> calls() {
        return calls;
    }

    /** Returns what was known before, or null. */
    UpsFacts learn(UpsFacts latest) {
        return facts.put(latest.upsId(), latest);
    }

    void forget(String upsId) {
        facts.remove(upsId);
    }

    void shift(Duration by) {
        TimeShift shift = new TimeShift(by);
        facts.replaceAll((id, known) -> shift.facts(known));
        calls.replaceAll((name, call) -> call.shifted(by));
    }

    void called(WebhookCall call) {
        calls.put(call.name(), call);
    }
}
