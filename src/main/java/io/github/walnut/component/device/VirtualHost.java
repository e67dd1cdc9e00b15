package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/** All targets of one virtual host. When the host goes down, what runs on it stops. */
final class VirtualHost {

    private final String id;
    private final VirtualPlan plan;
    private final LongSupplier millis;
    private final VirtualStates states;
    private final Map<String, VirtualTarget> targets = new LinkedHashMap<>();

    VirtualHost(String id, VirtualPlan plan, LongSupplier millis, VirtualStates states) {
        this.id = id;
        this.plan = plan;
        this.millis = millis;
        this.states = states;
        Map<String, String> saved = states.load(id);
        plan.targets()
                .keySet()
                .forEach(
                        target ->
                                targets.put(
                                        target,
                                        new VirtualTarget(
                                                saved.getOrDefault(
                                                        target,
                                                        VirtualTarget.first(type(target))))));
    }

    boolean follows(VirtualPlan other) {
        return plan.equals(other);
    }

    /** Tells each target that an inventory may show: id and status. */
    synchronized void read(BiConsumer<String, String> reader) {
        long now = millis.getAsLong();
        targets.forEach(
                (target, state) -> {
                    if (!plan.hidden().contains(target)) {
                        reader.accept(target, state.status(now));
                    }
                });
        save(now);
    }

    String name(String target) {
        return plan.targets().get(target);
    }

    synchronized void change(String target, String verb, JsonNode params) throws DeviceException {
        VirtualTarget state = targets.get(target);
        if (state == null) {
            throw DeviceException.of(
                    "not_found", "target_not_found", "There is no virtual target " + target + ".");
        }
        VirtualDice dice = new VirtualDice(plan.seed(), target, verb, state.count());
        if (dice.roll("fail") < plan.failRate()) {
            throw DeviceException.of(
                    "target_failed",
                    "virtual_failure",
                    "The virtual target " + target + " refused, as its fail_rate says.");
        }
        long due = millis.getAsLong() + plan.latencyMillis(verb, dice);
        state.status(millis.getAsLong());
        if (plan.hang().contains(target) || dice.roll("lie") < plan.lieRate()) {
            return;
        }
        String next = next(type(target), verb, params);
        state.become(next, due);
        if (next.equals("down") && type(target).equals("host")) {
            stopGuests(due);
        }
    }

    private void stopGuests(long due) {
        targets.forEach(
                (target, state) -> {
                    if (type(target).equals("vm") || type(target).equals("container")) {
                        state.become("stopped", due);
                    }
                });
    }

    private void save(long now) {
        Map<String, String> statuses = new LinkedHashMap<>();
        targets.forEach((target, state) -> statuses.put(target, state.status(now)));
        states.save(id, statuses);
    }

    private static String next(String type, String verb, JsonNode params) throws DeviceException {
        boolean guest = type.equals("vm") || type.equals("container");
        boolean switched = type.equals("outlet") || type.equals("poe-port");
        return switch (verb) {
            case "shutdown", "stop", "off" -> guest ? "stopped" : switched ? "off" : "down";
            case "start", "resume", "on", "reset", "reboot", "restart", "cycle" ->
                    guest ? "running" : switched ? "on" : "up";
            case "suspend" -> params.path("to_disk").asBoolean() ? "suspended" : "paused";
            case "set" -> {
                String wanted = params.path("state").asText(params.path("admin").asText());
                yield wanted.equals("cycle") ? "on" : wanted;
            }
            default ->
                    throw DeviceException.of(
                            "unsupported",
                            "verb_unsupported",
                            "A virtual " + type + " cannot " + verb + ".");
        };
    }

    private static String type(String target) {
        return target.substring(0, target.indexOf(':'));
    }
}
