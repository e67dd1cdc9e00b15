package io.github.walnut.rules;

import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.ConditionFacts;
import io.github.walnut.policy.WebhookCall;
import io.github.walnut.ups.Outage;
import io.github.walnut.ups.TimeShift;
import io.github.walnut.ups.UpsFacts;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** All that a session knows of the world; it does not change within a round. */
final class Knowledge {
    private final Map<String, UpsFacts> facts = new HashMap<>();
    private final Map<String, UpsFacts> inOrder = new TreeMap<>();
    private final Map<String, UpsFacts> view = Collections.unmodifiableMap(inOrder);
    private final Map<String, WebhookCall> calls = new HashMap<>();
    private final Map<String, Outage> outages = new HashMap<>();
    private final Set<String> awaiting = new TreeSet<>();
    private final Inventory inventory;

    Knowledge(Inventory inventory) {
        this.inventory = inventory;
    }

    /** Null when it was never heard. */
    UpsFacts ups(String upsId) {
        return facts.get(upsId);
    }

    Map<String, UpsFacts> facts() {
        return view;
    }

    /** What conditions are checked on; it stays as it is now. */
    ConditionFacts forConditions() {
        Map<UUID, Outage> byId = new HashMap<>();
        outages.values().forEach(outage -> byId.put(outage.id(), outage));
        return new ConditionFacts(view, inventory.still(), byId);
    }

    Map<String, WebhookCall> calls() {
        return calls;
    }

    /**
     * Returns what was known before, or null. The first of them that tells of a standstill tells it
     * of all that were not heard since.
     */
    UpsFacts learn(UpsFacts latest) {
        inOrder.put(latest.upsId(), latest);
        if (latest.awaitsPoll()) {
            facts.values().stream()
                    .filter(other -> other.updatedAt().isBefore(latest.updatedAt()))
                    .forEach(other -> awaiting.add(other.upsId()));
            awaiting.add(latest.upsId());
        } else {
            awaiting.remove(latest.upsId());
        }
        return facts.put(latest.upsId(), latest);
    }

    /** The UPSs of which nothing may be judged before a fresh complete poll. */
    Set<String> awaiting() {
        return awaiting;
    }

    void learn(Outage latest) {
        outages.put(latest.upsId(), latest);
    }

    void forget(String upsId) {
        facts.remove(upsId);
        inOrder.remove(upsId);
        awaiting.remove(upsId);
        outages.remove(upsId);
    }

    void shift(Duration by) {
        TimeShift shift = new TimeShift(by);
        facts.replaceAll((id, known) -> shift.facts(known));
        inOrder.putAll(facts);
        calls.replaceAll((name, call) -> call.shifted(by));
        outages.replaceAll((id, outage) -> shift.outage(outage));
    }

    void called(WebhookCall call) {
        calls.put(call.name(), call);
    }
}
