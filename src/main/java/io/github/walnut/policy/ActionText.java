package io.github.walnut.policy;

import io.github.walnut.inventory.Selector;
import io.github.walnut.policy.Policy.Action;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The actions of a policy as part of an English sentence. Actions of one stage that do the same are
 * said once, with their targets grouped by host.
 */
final class ActionText {
    private static final List<String> UNSAID = List.of("confirm", "timeout_s");

    /** What is ordered, in which form: actions that share it share a phrase. */
    private record Order(int stage, String before, String after) {}

    private ActionText() {}

    static String of(Policy policy) {
        Map<Order, List<Action>> orders = new LinkedHashMap<>();
        policy.actions().stream()
                .filter(Action::enabled)
                .sorted(Comparator.comparingInt(Action::stage))
                .forEach(
                        action ->
                                orders.computeIfAbsent(order(action), o -> new ArrayList<>())
                                        .add(action));
        Map<Integer, List<String>> stages = new TreeMap<>();
        orders.forEach(
                (order, actions) ->
                        stages.computeIfAbsent(order.stage(), s -> new ArrayList<>())
                                .add(order.before() + targets(actions) + order.after()));
        return stages.values().stream().map(FieldText::list).collect(Collectors.joining(", then "));
    }

    private static Order order(Action action) {
        return new Order(action.stage(), before(action), after(action));
    }

    private static String before(Action action) {
        Map<String, Object> params = new TreeMap<>(action.params());
        params.keySet().removeAll(UNSAID);
        String verb = action.verb();
        if (verb.equals("set") && params.keySet().equals(java.util.Set.of("state"))) {
            return switched(String.valueOf(params.get("state")));
        }
        String said =
                params.entrySet().stream()
                        .map(param -> param.getKey() + " " + param.getValue())
                        .collect(Collectors.joining(", "));
        return words(verb) + (said.isEmpty() ? " " : " (" + said + ") ");
    }

    private static String switched(String state) {
        return switch (state) {
            case "on", "true" -> "switch on ";
            case "off", "false" -> "switch off ";
            default -> "set to " + state + " ";
        };
    }

    static String words(String verb) {
        return switch (verb) {
            case "shutdown" -> "shut down";
            case "on", "off" -> "switch " + verb;
            case "cycle" -> "switch off and on";
            default -> verb.replace('_', ' ');
        };
    }

    private static String after(Action action) {
        List<String> parts = new ArrayList<>();
        if (!action.delay().isZero()) {
            parts.add("after " + FieldText.duration(action.delay()));
        }
        if (action.timeout() != null) {
            parts.add("up to " + FieldText.duration(action.timeout()) + " each");
        }
        action.escalate().forEach(verb -> parts.add("else " + words(verb)));
        switch (action.onPowerReturn()) {
            case HOLD -> parts.add("not any more when power returns");
            case REVERSE -> parts.add("undone when power returns");
            case FINISH -> {}
        }
        return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
    }

    /** Hosts themselves first, then what runs on each host. */
    private static String targets(List<Action> actions) {
        List<String> parts = new ArrayList<>();
        Map<String, List<String>> byHost = new LinkedHashMap<>();
        for (Action action : actions) {
            if (action.selector().given()) {
                byHost.computeIfAbsent(action.hostId(), host -> new ArrayList<>())
                        .add(selected(action));
            } else {
                parts.add(action.hostId());
            }
        }
        byHost.forEach(
                (host, selected) ->
                        parts.add(
                                FieldText.list(selected.stream().distinct().toList())
                                        + " on "
                                        + host));
        return FieldText.list(parts.stream().distinct().toList());
    }

    private static String selected(Action action) {
        Selector selector = action.selector();
        List<String> parts = new ArrayList<>(selector.externalIds());
        parts.addAll(selector.names());
        String type = type(action.targetType());
        boolean nothing =
                parts.isEmpty()
                        && !selector.all()
                        && selector.query() == null
                        && selector.labels().isEmpty()
                        && selector.attrs().isEmpty();
        if (nothing) {
            return "no " + type;
        }
        String which = parts.isEmpty() ? "every " + type : type + " " + String.join(", ", parts);
        return which + filters(selector);
    }

    private static String type(String targetType) {
        if (targetType == null) {
            return "target";
        }
        return switch (targetType) {
            case "vm" -> "VM";
            case "poe-port" -> "PoE port";
            default -> targetType;
        };
    }

    private static String filters(Selector selector) {
        StringBuilder text = new StringBuilder();
        with(text, selector.labels());
        with(text, selector.attrs());
        return selector.query() == null ? text.toString() : text + " where " + selector.query();
    }

    private static void with(StringBuilder text, Map<String, List<String>> pairs) {
        new TreeMap<>(pairs)
                .forEach(
                        (key, values) ->
                                text.append(" with ")
                                        .append(key)
                                        .append(" ")
                                        .append(FieldText.choice(values)));
    }
}
