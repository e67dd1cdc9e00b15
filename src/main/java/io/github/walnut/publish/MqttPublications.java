package io.github.walnut.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.EventName;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Turns states and events into messages below one base topic. A state is told when something in it
 * changed, at most once a second unless its flags changed, and once a minute otherwise. Used from
 * one thread.
 */
public final class MqttPublications {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Set<String> OF_POLICIES =
            Set.of(EventName.POLICY_ARMED.word(), EventName.POLICY_DISARMED.word());

    private final String base;
    private final Json json = new Json();
    private final UpsJson upsJson = new UpsJson(json);
    private final EventJson eventJson = new EventJson(json);
    private final Map<String, Told> told = new HashMap<>();

    /**
     * @param available the payload of the availability topic
     */
    private record Told(Instant at, ObjectNode state, String available, Instant availableAt) {}

    public MqttPublications(String base) {
        this.base = base;
    }

    /** Where the bridge says that it is there; its last will is published here too. */
    public static String bridgeState(String base) {
        return base + "/bridge/state";
    }

    /** Where every event is told. */
    static String bridgeEvent(String base) {
        return base + "/bridge/event";
    }

    public static String state(boolean online) {
        return "{\"state\":\"" + (online ? "online" : "offline") + "\"}";
    }

    /** Where a policy is told; its events are one level below. */
    static String policy(String base, String id) {
        return base + "/policy/" + id;
    }

    /** The UPS id as one level of a topic. */
    static String topicName(String upsId) {
        return upsId.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "_");
    }

    /** What has to be told about a UPS now; often nothing. */
    public List<MqttMessage> of(UpsView view, Instant now) {
        ObjectNode state = state(view, now);
        String available = state(!view.facts().has(UpsState.COMM_LOST) && !view.facts().absent());
        Told before = told.get(view.facts().upsId());
        if (before != null && !due(before, state, available, now)) {
            return List.of();
        }
        String topic = ups(view.facts().upsId());
        List<MqttMessage> messages = new ArrayList<>();
        boolean known =
                before != null
                        && before.available().equals(available)
                        && now.isBefore(before.availableAt().plus(LONGEST));
        told.put(
                view.facts().upsId(),
                new Told(now, state, available, known ? before.availableAt() : now));
        if (!known) {
            messages.add(new MqttMessage(availability(topic), true, available));
        }
        messages.add(new MqttMessage(topic, true, json.write(state)));
        return messages;
    }

    private String ups(String upsId) {
        return base + "/ups/" + topicName(upsId);
    }

    private static String availability(String ups) {
        return ups + "/availability";
    }

    /** The retained topics of a UPS. */
    public List<String> topics(String upsId) {
        return List.of(ups(upsId), availability(ups(upsId)));
    }

    /** Takes a UPS that was removed away from the broker, unless another has its topics. */
    public List<MqttMessage> gone(String upsId) {
        told.remove(upsId);
        List<String> topics = topics(upsId);
        return told.keySet().stream().anyMatch(other -> topics(other).equals(topics))
                ? List.of()
                : topics.stream().map(topic -> new MqttMessage(topic, true, "")).toList();
    }

    private static boolean due(Told before, ObjectNode state, String available, Instant now) {
        Duration silent = Duration.between(before.at(), now);
        boolean urgent =
                !before.state().get("flags").equals(state.get("flags"))
                        || !before.state().get("state").equals(state.get("state"))
                        || !before.available().equals(available);
        boolean changed = !without(before.state()).equals(without(state));
        return urgent
                || changed && silent.compareTo(SHORTEST) >= 0
                || silent.compareTo(LONGEST) >= 0;
    }

    private static ObjectNode without(ObjectNode state) {
        return state.deepCopy().without("last_seen_at");
    }

    private ObjectNode state(UpsView view, Instant now) {
        ObjectNode state = upsJson.write(view, now);
        state.remove(List.of("age_seconds", "version"));
        if (state.path("next").isObject()) {
            ((ObjectNode) state.get("next")).remove("policy_name");
        }
        UpsFacts facts = view.facts();
        state.put("excused", facts.states().values().stream().anyMatch(UpsFacts.Holding::excused));
        state.put("on_battery_seconds", Math.round(facts.onBatterySeconds()));
        return state;
    }

    /** An event goes to everybody, and once more below its UPS or its policy. */
    public List<MqttMessage> of(Event event) {
        List<MqttMessage> messages = new ArrayList<>();
        messages.add(new MqttMessage(bridgeEvent(base), false, json.write(eventJson.write(event))));
        if (event.subject().kind().equals("ups") && !event.synthetic()) {
            ObjectNode node = json.object();
            node.put("event_type", event.name());
            node.put("id", event.id().toString());
            node.put("severity", event.severity().word());
            node.put("at", Json.at(event.ts()));
            node.put("message", event.message());
            node.put("outage_id", Json.id(event.outageId()));
            node.put("correlation_id", Json.id(event.correlationId()));
            node.set("attrs", json.tree(event.attrs()));
            messages.add(
                    new MqttMessage(ups(event.subject().id()) + "/event", false, json.write(node)));
        }
        if (OF_POLICIES.contains(event.name()) && event.subject().kind().equals("policy")) {
            ObjectNode node = json.object();
            node.put("event_type", event.name());
            node.put("at", Json.at(event.ts()));
            node.put("correlation_id", Json.id(event.correlationId()));
            node.put("message", event.message());
            messages.add(
                    new MqttMessage(
                            policy(base, event.subject().id()) + "/event",
                            false,
                            json.write(node)));
        }
        return messages;
    }
}
