package io.github.walnut.policy.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.DurationText;
import io.github.walnut.ups.UpsState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns the triggers of a document round, where they stand. */
final class InverseTriggers {

    private static final Duration STABLE = Duration.ofMinutes(5);
    private static final Set<UpsState> ENDED_BY_MAINS =
            Set.of(UpsState.LB, UpsState.FSD, UpsState.CRITICAL, UpsState.COMM_LOST, UpsState.OB);
    private static final Map<String, String> OPS =
            Map.of("<", ">=", ">=", "<", ">", "<=", "<=", ">");

    private final ObjectNode document;
    private final List<String> needsInput = new ArrayList<>();

    InverseTriggers(ObjectNode document) {
        this.document = document;
    }

    /** Pointers to what only a person can decide. */
    List<String> needsInput() {
        return needsInput;
    }

    void turn() {
        if (document.get("trigger_group") instanceof ObjectNode group) {
            turn(group, "/trigger_group/triggers");
        } else if (document.get("trigger") instanceof ObjectNode one) {
            turned(one, "/trigger");
        } else {
            turn(document, "/triggers");
        }
    }

    /** Two that become the same are one. */
    private void turn(ObjectNode parent, String pointer) {
        Set<JsonNode> distinct = new LinkedHashSet<>();
        for (JsonNode trigger : parent.path("triggers")) {
            List<String> before = List.copyOf(needsInput);
            turned((ObjectNode) trigger, pointer + "/" + distinct.size());
            if (!distinct.add(trigger)) {
                needsInput.clear();
                needsInput.addAll(before);
            }
        }
        ArrayNode list = parent.putArray("triggers");
        distinct.forEach(list::add);
    }

    private void turned(ObjectNode trigger, String pointer) {
        switch (trigger.path("type").asText()) {
            case "ups.state" -> {
                state(trigger, "equals", pointer);
                stable(trigger, "for");
            }
            case "duration" -> {
                state(trigger, "to", pointer);
                state(trigger, "equals", pointer);
                state(trigger, "from", pointer);
                stable(trigger, "stable_for");
            }
            case "status_transition" -> {
                transition(trigger);
                stable(trigger, "stable_for");
            }
            case "metric.threshold" -> {
                String op = trigger.path("op").asText();
                trigger.put("op", OPS.getOrDefault(op, op));
                needsInput.add(pointer + "/value");
                stable(trigger, "for");
            }
            case "timer.after" -> {
                if (trigger.get("since_event") instanceof ObjectNode since
                        && since.path("type").asText().equals("ups.state")) {
                    state(since, "equals", pointer + "/since_event");
                }
                needsInput.add(pointer + "/after");
            }
            case "webhook.custom" -> needsInput.add(pointer + "/name");
            default -> needsInput.add(pointer + "/schedule/at");
        }
        trigger.remove("cause");
    }

    /** A state that mains do not end is left for somebody to decide. */
    private void state(ObjectNode trigger, String key, String pointer) {
        if (!trigger.hasNonNull(key)) {
            return;
        }
        String word = trigger.get(key).asText();
        Optional<UpsState> state = UpsState.of(word.trim());
        if (state.filter(ENDED_BY_MAINS::contains).isPresent()) {
            trigger.put(key, alike(word, UpsState.OL, "on_mains"));
        } else if (state.filter(UpsState.OL::equals).isPresent()) {
            trigger.put(key, alike(word, UpsState.OB, "on_battery"));
        } else {
            needsInput.add(pointer + "/" + key);
        }
    }

    /** A flag for a flag, a word for a word. */
    private static String alike(String written, UpsState flag, String word) {
        return written.trim().length() > 3 && !written.equals("FSD") ? word : flag.name();
    }

    private static void transition(ObjectNode trigger) {
        JsonNode from = trigger.remove("from");
        JsonNode to = trigger.remove("to");
        if (to != null) {
            trigger.set("from", to);
        }
        if (from == null) {
            trigger.put("to", alike(to == null ? "" : to.asText(), UpsState.OL, "on_mains"));
            return;
        }
        boolean ended =
                UpsState.of(from.asText().trim())
                        .filter(state -> state != UpsState.OB)
                        .filter(ENDED_BY_MAINS::contains)
                        .isPresent();
        if (ended) {
            trigger.put("to", alike(from.asText(), UpsState.OL, "on_mains"));
        } else {
            trigger.set("to", from);
        }
    }

    private static void stable(ObjectNode trigger, String key) {
        Duration written =
                trigger.hasNonNull(key)
                        ? DurationText.parse(trigger.get(key).asText())
                        : Duration.ZERO;
        if (written.compareTo(STABLE) < 0) {
            trigger.put(key, "5m");
        }
    }
}
