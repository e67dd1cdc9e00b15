package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.ConditionFields;
import io.github.walnut.policy.DurationText;
import io.github.walnut.policy.Finding;
import io.github.walnut.publish.Json;
import io.github.walnut.publish.UpsJson;
import io.github.walnut.publish.UpsView;
import io.github.walnut.security.AddressRange;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Severity;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What people say of a UPS: its name, and how it is watched otherwise than the rest. */
final class UpsSettingsOperations implements Resource {

    private static final String NAME = "display_name";

    private final UpsControl control;
    private final UpsNames names;
    private final UpsJson upsJson;
    private final Json json;
    private final Clock clock;

    UpsSettingsOperations(ApiPorts ports, Json json, Clock clock) {
        this.control = ports.upsControl();
        this.names = new UpsNames(ports.ups());
        this.upsJson = new UpsJson(json);
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("ups-get", this::get, "ups-update", this::update);
    }

    private Reply get(Call call) {
        return Reply.ok(write(names.find(call.text("ups_id"))));
    }

    private ObjectNode write(UpsView ups) {
        ObjectNode node = upsJson.write(ups, clock.instant());
        String id = ups.facts().upsId();
        node.set("settings", json.tree(control.settings(id)));
        node.set("hold", write(control.holding(id)));
        return node;
    }

    private ObjectNode write(UpsControl.Holding hold) {
        ObjectNode node = json.object();
        node.put("state", hold.state());
        node.put("logins", hold.logins());
        node.put("detail", hold.detail());
        node.set("warnings", json.texts(hold.warnings()));
        return node;
    }

    private Reply update(Call call) {
        UpsView ups = names.find(call.text("ups_id"));
        String id = ups.facts().upsId();
        checkThresholds(call.body().path("thresholds"));
        checkAddresses(call.body().path("trap_sources"));
        Map<String, Object> before = control.settings(id);
        Map<String, Object> settings = new LinkedHashMap<>(before);
        Map<String, Object> diff = new LinkedHashMap<>();
        String name = ups.displayName();
        for (Map.Entry<String, JsonNode> member : call.body().properties()) {
            Object value = json.value(member.getValue());
            if (member.getKey().equals(NAME)) {
                String given = value == null ? null : value.toString().strip();
                note(diff, NAME, name, given);
                name = given;
            } else {
                note(diff, member.getKey(), before.get(member.getKey()), value);
                if (value == null) {
                    settings.remove(member.getKey());
                } else {
                    settings.put(member.getKey(), value);
                }
            }
        }
        if (!diff.isEmpty()) {
            control.change(id, name, settings);
        }
        return Reply.ok(write(names.find(id))).audited(diff);
    }

    private static void note(Map<String, Object> diff, String key, Object from, Object to) {
        if (!Objects.equals(from, to)) {
            Map<String, Object> change = new LinkedHashMap<>();
            change.put("from", from);
            change.put("to", to);
            diff.put(key, change);
        }
    }

    private static void checkAddresses(JsonNode sources) {
        for (int i = 0; i < sources.size(); i++) {
            String text = sources.get(i).asText();
            if (!AddressRange.isAddress(text)) {
                String message = "'" + text + "' is no numeric address";
                throw new Problem(ProblemCode.VALIDATION, message)
                        .withErrors(
                                List.of(
                                        new Finding(
                                                Severity.ERROR,
                                                "schema",
                                                "/trap_sources/" + i,
                                                "bad_address",
                                                message,
                                                null)));
            }
        }
    }

    /** What a schema cannot say of them. */
    private static void checkThresholds(JsonNode thresholds) {
        List<Finding> errors = new ArrayList<>();
        for (int i = 0; i < thresholds.size(); i++) {
            JsonNode item = thresholds.get(i);
            String metric = item.path("metric").asText();
            boolean known =
                    ConditionFields.measurable(ConditionFields.canonical(metric))
                            || Metric.ofField(metric).isPresent();
            if (!known) {
                errors.add(error(i, "metric", "unknown_metric", "there is no number " + metric));
            }
            if (item.hasNonNull("for")) {
                try {
                    DurationText.parse(item.get("for").asText());
                } catch (IllegalArgumentException e) {
                    errors.add(error(i, "for", "bad_duration", e.getMessage()));
                }
            }
        }
        if (!errors.isEmpty()) {
            throw new Problem(ProblemCode.VALIDATION, errors.get(0).message()).withErrors(errors);
        }
    }

    private static Finding error(int index, String key, String code, String message) {
        return new Finding(
                Severity.ERROR, "schema", "/thresholds/" + index + "/" + key, code, message, null);
    }
}
