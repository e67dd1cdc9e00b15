package io.github.walnut.policy.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.inventory.CapabilityWords;
import io.github.walnut.inventory.Selector;
import io.github.walnut.policy.Policy.Action;
import io.github.walnut.policy.Policy.Action.OnPowerReturn;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the members that actions of both formats share; the formats add what differs. */
final class ActionReader {
    private static final List<String> TIMEOUT_NAMES = List.of("grace_s", "timeout");
    private static final String TIMEOUT_PARAM = "timeout_s";

    /**
     * What the formats write in different places.
     *
     * @param targetType canonical, or null for the first type of the capability
     */
    record Aim(String hostId, String targetType, Selector selector) {}

    private final String capabilityKey;
    private final String paramsKey;
    private final Map<String, String> locations;

    ActionReader(String capabilityKey, String paramsKey, Map<String, String> locations) {
        this.capabilityKey = capabilityKey;
        this.paramsKey = paramsKey;
        this.locations = locations;
    }

    Action read(Fields fields, int index, int defaultStage, Aim aim) {
        String capability = fields.requiredText(capabilityKey);
        String verb = fields.requiredText("verb");
        Map<String, Object> params = params(fields, index);
        locate(fields, index);
        Action action =
                action(
                        fields,
                        index,
                        defaultStage,
                        aim,
                        CapabilityWords.today(
                                capability == null ? "" : capability.trim(),
                                verb == null ? "" : verb.trim(),
                                params));
        fields.warnOfTheRest();
        return action;
    }

    private static Action action(
            Fields fields, int index, int defaultStage, Aim aim, CapabilityWords.Named named) {
        String type =
                aim.targetType() == null
                        ? CapabilityWords.firstType(named.capability())
                        : aim.targetType();
        return new Action(
                id(fields, index),
                fields.bool("enabled", true),
                aim.hostId(),
                named.capability(),
                named.verb(),
                type,
                forHost(type, aim),
                named.params(),
                keyHint(fields),
                fields.integer("stage", defaultStage, 0, 999),
                fields.texts("after", false),
                fields.duration("delay", Duration.ZERO),
                fields.duration("timeout", null, Duration.ofSeconds(1), Duration.ofHours(2)),
                escalate(fields),
                onPowerReturn(fields),
                fields.bool("continue_on_error", true));
    }

    /** The host is the only target of its type, so naming just it is the same as no selector. */
    private static Selector forHost(String type, Aim aim) {
        Selector selector = aim.selector();
        boolean plain =
                selector.labels().isEmpty()
                        && selector.attrs().isEmpty()
                        && selector.query() == null
                        && !selector.all();
        boolean justTheHost =
                java.util.stream.Stream.concat(
                                selector.externalIds().stream(), selector.names().stream())
                        .allMatch(
                                text ->
                                        text.equals(aim.hostId())
                                                || text.equals("host:" + aim.hostId()));
        return "host".equals(type) && plain && justTheHost ? Selector.NONE : selector;
    }

    private static String id(Fields fields, int index) {
        String id = fields.slug("id");
        return id == null ? "a" + (index + 1) : id;
    }

    private static String keyHint(Fields fields) {
        Fields idempotency = fields.object("idempotency");
        if (idempotency == null) {
            return null;
        }
        String hint = idempotency.text("key_hint");
        idempotency.warnOfTheRest();
        return hint;
    }

    private static List<String> escalate(Fields fields) {
        List<String> verbs = fields.texts("escalate", false);
        if (verbs.size() > 3) {
            fields.schema(
                    "escalate", "too_many", "escalate has " + verbs.size() + " verbs", "at most 3");
        }
        return verbs;
    }

    private static OnPowerReturn onPowerReturn(Fields fields) {
        String word =
                fields.word("on_power_return", "finish", List.of("finish", "hold", "reverse"));
        return OnPowerReturn.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private Map<String, Object> params(Fields fields, int index) {
        Fields object = fields.object(paramsKey);
        if (object == null) {
            return Map.of();
        }
        Map<String, Object> params = new java.util.LinkedHashMap<>();
        object.names().forEach(name -> put(params, object, name, index));
        return params;
    }

    /** {@code grace_s} and {@code timeout} are other names of {@code timeout_s}. */
    private void put(Map<String, Object> params, Fields object, String name, int index) {
        JsonNode value = object.get(name);
        if (value == null) {
            return;
        }
        if (!TIMEOUT_NAMES.contains(name)) {
            params.put(name, PlainValue.of(value));
            return;
        }
        Integer seconds = object.integer(name, null, 1, 3600);
        if (seconds != null && !object.has(TIMEOUT_PARAM)) {
            params.put(TIMEOUT_PARAM, seconds);
            locations.put("/actions/" + index + "/params/" + TIMEOUT_PARAM, object.at(name));
        }
    }

    private void locate(Fields fields, int index) {
        String action = "/actions/" + index + "/";
        locations.put(action + "capability", fields.at(capabilityKey));
        locations.put(action + "params", fields.at(paramsKey));
    }
}
