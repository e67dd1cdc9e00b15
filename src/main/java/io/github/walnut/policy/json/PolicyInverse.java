package io.github.walnut.policy.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.ActionForm;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.Policy.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the document that undoes a policy: other verbs, mains instead of battery, the last first.
 * It has the format of its source. Pure: same document and capabilities, same inverse.
 */
public final class PolicyInverse {

    private static final String PREFIX = "Inverse of ";
    private static final int LONGEST_NAME = 200;

    /** Some action has no inverse; the message names them. */
    public static final class NotInvertibleException extends Exception {
        private static final long serialVersionUID = 1;

        NotInvertibleException(String message) {
            super(message);
        }
    }

    /**
     * @param document the inverse
     * @param needsInput pointers into it: what somebody has to decide
     * @param notes what it does otherwise than one may think
     */
    public record Result(ObjectNode document, List<String> needsInput, List<String> notes) {}

    private final Policy policy;
    private final ObjectNode document;
    private final InverseActions inverses;
    private final List<String> notes = new ArrayList<>();

    /**
     * @param policy compiled from the document
     */
    public PolicyInverse(ObjectNode document, Policy policy, Inventory inventory) {
        this.document = document.deepCopy();
        this.policy = policy;
        this.inverses = new InverseActions(inventory);
    }

    public Result make() throws NotInvertibleException {
        refuseWhatHasNone();
        document.put("name", shortened(PREFIX + policy.name()));
        document.put("enabled", false);
        for (String dropped : List.of("recovery", "tests")) {
            if (document.remove(dropped) != null) {
                notes.add("The inverse has no " + dropped + ".");
            }
        }
        InverseTriggers triggers = new InverseTriggers(document);
        triggers.turn();
        conditions();
        actions();
        notes.add(
                "The inverse starts everything that it selects, whether it ran before or not;"
                        + " recovery starts only what walNUT stopped.");
        return new Result(document, triggers.needsInput(), notes);
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }

    private void refuseWhatHasNone() throws NotInvertibleException {
        List<String> without =
                policy.actions().stream()
                        .filter(action -> inverses.of(action).isEmpty())
                        .map(action -> action.capability() + "." + action.verb())
                        .distinct()
                        .toList();
        if (without.isEmpty()) {
            return;
        }
        throw new NotInvertibleException(
                policy.actions().size() == 1
                        ? "non-invertible action: " + without.get(0)
                        : "contains non-invertible actions: " + String.join(", ", without));
    }

    /** What was true of the outage is not true of its end. */
    private void conditions() {
        if (!(document.get("conditions") instanceof ObjectNode conditions)) {
            return;
        }
        boolean replaced = false;
        for (String list : List.of("all", "any")) {
            if (conditions.get(list) instanceof ArrayNode items) {
                ArrayNode kept = items.arrayNode();
                for (JsonNode item : items) {
                    boolean ofPower =
                            List.of("ups", "metric", "outage")
                                    .contains(item.path("scope").asText());
                    replaced |= ofPower;
                    if (!ofPower) {
                        kept.add(item);
                    }
                }
                conditions.set(list, kept);
            }
        }
        if (replaced) {
            conditions
                    .withArray("all")
                    .addObject()
                    .put("scope", "metric")
                    .put("field", "charge_pct")
                    .put("op", ">=")
                    .put("value", 40);
        }
    }

    private void actions() {
        ArrayNode written = (ArrayNode) document.get("actions");
        boolean edges = policy.actions().stream().anyMatch(a -> !a.after().isEmpty());
        boolean staged = false;
        for (JsonNode action : written) {
            staged |= action.hasNonNull("stage");
        }
        Map<String, List<String>> turned = turnedEdges();
        int last = policy.actions().stream().mapToInt(Action::stage).max().orElse(0);
        List<ObjectNode> inverted = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            ObjectNode node = (ObjectNode) written.get(i);
            Action action = policy.actions().get(i);
            inverses.write(node, action, isFirst());
            node.remove("escalate");
            node.remove("after");
            if (edges) {
                node.put("id", action.id());
                List<String> after = turned.getOrDefault(action.id(), List.of());
                if (!after.isEmpty()) {
                    ArrayNode list = node.putArray("after");
                    after.forEach(list::add);
                }
            }
            if (staged) {
                node.put("stage", last - action.stage());
            }
            inverted.add(node);
        }
        if (isFirst() && !staged) {
            java.util.Collections.reverse(inverted);
        }
        ArrayNode list = document.putArray("actions");
        inverted.forEach(list::add);
    }

    private boolean isFirst() {
        return document.has("trigger_group");
    }

    private Map<String, List<String>> turnedEdges() {
        Map<String, List<String>> turned = new LinkedHashMap<>();
        for (Action action : policy.actions()) {
            for (String before : action.after()) {
                turned.computeIfAbsent(before, id -> new ArrayList<>()).add(action.id());
            }
        }
        return turned;
    }

    /** What undoes actions, by the table of their host's type. */
    private record InverseActions(Inventory inventory) {

        private static final Map<String, Map<String, String>> TURNED =
                Map.of(
                        "state", Map.of("off", "on", "on", "off"),
                        "admin", Map.of("down", "up", "up", "down"));

        /** The verb of the inverse; empty when nothing undoes it. */
        Optional<Capability.Verb> of(Action action) {
            Optional<Capability> capability =
                    ActionForm.capability(
                            inventory.capabilities(action.hostId()), action.capability());
            Capability.Verb verb =
                    capability.map(each -> each.verbs().get(action.verb())).orElse(null);
            if (verb == null || verb.inverse() == null) {
                return Optional.empty();
            }
            return verb.inverseByParams()
                    ? turns(action) ? Optional.of(verb) : Optional.empty()
                    : capability.map(each -> each.verbs().get(verb.inverse()));
        }

        private static boolean turns(Action action) {
            return TURNED.entrySet().stream()
                    .anyMatch(
                            turned ->
                                    turned.getValue()
                                            .containsKey(
                                                    String.valueOf(
                                                            action.params().get(turned.getKey()))));
        }

        void write(ObjectNode node, Action action, boolean first) {
            Capability.Verb inverse = of(action).orElseThrow();
            node.put(first ? "capability_id" : "capability", action.capability());
            node.put("verb", inverse.name());
            String key = first ? "params" : "options";
            ObjectNode params = params(action, inverse, node.get(key));
            if (params.isEmpty()) {
                node.remove(key);
            } else {
                node.set(key, params);
            }
        }

        private static Map<String, Object> plain(ObjectNode params) {
            Map<String, Object> plain = new LinkedHashMap<>();
            params.properties().forEach(one -> plain.put(one.getKey(), one.getValue().asText()));
            return plain;
        }

        /** What the inverse knows of the parameters, turned; a budget is one whatever the verb. */
        private static ObjectNode params(Action action, Capability.Verb inverse, JsonNode written) {
            ObjectNode params =
                    new com.fasterxml.jackson.databind.ObjectMapper().createObjectNode();
            Map<?, ?> known =
                    inverse.params().get("properties") instanceof Map<?, ?> map ? map : Map.of();
            for (String budget : List.of("grace_s", "timeout", "timeout_s")) {
                boolean takes = !budget.equals("timeout_s") || known.containsKey(budget);
                if (written != null && written.hasNonNull(budget) && takes) {
                    params.set(budget, written.get(budget));
                }
            }
            action.params()
                    .forEach(
                            (name, value) -> {
                                Map<String, String> turned = TURNED.getOrDefault(name, Map.of());
                                String other = turned.get(String.valueOf(value));
                                if (other != null && inverse.inverseByParams()) {
                                    params.put(name, other);
                                } else if (known.containsKey(name) && !name.equals("timeout_s")) {
                                    params.putPOJO(name, value);
                                }
                            });
            if (ActionForm.needsConfirm(inverse, plain(params))) {
                params.put("confirm", true);
            }
            return params;
        }
    }
}
