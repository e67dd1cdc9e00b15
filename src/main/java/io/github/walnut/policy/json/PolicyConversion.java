package io.github.walnut.policy.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.inventory.Selector;
import io.github.walnut.policy.Policy;
import java.util.List;
import java.util.Map;

/**
 * Writes a document as one of format 2. What both formats share stays as it was written, unknown
 * members too; a document of format 2 only gets the one spelling of its version. Pure.
 */
public final class PolicyConversion {

    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    /** Where members of format 1 go; null for what the converter writes itself. */
    private static final List<String> MOVED =
            List.of("version", "trigger_group", "targets", "actions", "suppression_window");

    private final ObjectNode source;
    private final Policy policy;

    /**
     * @param source as written, of either format, without a blocker
     * @param policy read from it
     */
    public PolicyConversion(ObjectNode source, Policy policy) {
        this.source = source;
        this.policy = policy;
    }

    /** The document in format 2. */
    public ObjectNode make() {
        ObjectNode made = MAKE.objectNode().put("version", "2.0");
        if (!source.has("trigger_group")) {
            source.properties().forEach(m -> made.set(m.getKey(), m.getValue().deepCopy()));
            return made.put("version", "2.0");
        }
        for (Map.Entry<String, JsonNode> member : source.properties()) {
            if (!MOVED.contains(member.getKey())) {
                made.set(member.getKey(), member.getValue().deepCopy());
            }
            if (member.getKey().equals("trigger_group")) {
                triggers(made, member.getValue());
            }
            if (member.getKey().equals("actions")) {
                actions(made.putArray("actions"), member.getValue());
            }
        }
        if (source.hasNonNull("suppression_window")) {
            made.withObjectProperty("safeties")
                    .set("suppression_window", source.get("suppression_window"));
        }
        return made;
    }

    private void triggers(ObjectNode made, JsonNode group) {
        JsonNode triggers = group.get("triggers");
        if (triggers.size() == 1) {
            made.set("trigger", triggers.get(0).deepCopy());
        } else {
            made.set("triggers", triggers.deepCopy());
        }
        group.properties().stream()
                .filter(member -> !member.getKey().equals("triggers"))
                .forEach(member -> made.set(member.getKey(), member.getValue().deepCopy()));
    }

    private void actions(ArrayNode made, JsonNode written) {
        for (int i = 0; i < written.size(); i++) {
            made.add(action((ObjectNode) written.get(i), policy.actions().get(i)));
        }
    }

    private ObjectNode action(ObjectNode written, Policy.Action action) {
        ObjectNode made = MAKE.objectNode().put("host_id", action.hostId());
        for (Map.Entry<String, JsonNode> member : written.properties()) {
            switch (member.getKey()) {
                case "capability_id" -> made.set("capability", member.getValue());
                case "verb" -> {
                    made.set("verb", member.getValue());
                    aim(made, action);
                }
                case "params" -> made.set("options", options(member.getValue()));
                default -> made.set(member.getKey(), member.getValue().deepCopy());
            }
        }
        if (!written.hasNonNull("stage") && action.stage() > 0) {
            made.put("stage", action.stage());
        }
        return made;
    }

    /** In format 2 the budget is called {@code timeout}. */
    private static JsonNode options(JsonNode params) {
        if (!params.isObject() || !params.has("grace_s") || params.has("timeout")) {
            return params.deepCopy();
        }
        ObjectNode options = MAKE.objectNode();
        for (Map.Entry<String, JsonNode> member : params.properties()) {
            String name = member.getKey().equals("grace_s") ? "timeout" : member.getKey();
            options.set(name, member.getValue().deepCopy());
        }
        return options;
    }

    private void aim(ObjectNode made, Policy.Action action) {
        made.set("target_type", source.at("/targets/target_type"));
        Selector selector = action.selector();
        if (!selector.given()) {
            return;
        }
        ObjectNode parts = made.putObject("selector");
        texts(parts, "external_ids", selector.externalIds());
        texts(parts, "names", selector.names());
        if (selector.query() != null) {
            parts.put("query", selector.query());
        }
    }

    private static void texts(ObjectNode parts, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            ArrayNode list = parts.putArray(name);
            texts.forEach(list::add);
        }
    }
}
