package io.github.walnut.virtual;

import io.github.walnut.run.DriverCall;

/** What virtual targets understand by a verb. */
final class VirtualVerbs {

    private VirtualVerbs() {}

    /** The status that an order leads to; null when it changes no state. */
    static String wanted(DriverCall call) {
        String type = call.target().type();
        return switch (word(call)) {
            case "shutdown", "stop", "off" -> down(type, call.verb());
            case "start", "on", "resume", "reset", "reboot", "restart", "cycle", "wake" ->
                    up(type, call.verb());
            case "suspend" ->
                    Boolean.TRUE.equals(call.params().get("to_disk")) ? "suspended" : "paused";
            case "down" -> "down";
            case "up" -> "up";
            default -> null;
        };
    }

    /** The verb, or for a {@code set} the value to which it sets. */
    private static String word(DriverCall call) {
        Object value = call.params().getOrDefault("state", call.params().get("admin"));
        return call.verb().equals("set") && value != null ? value.toString() : call.verb();
    }

    private static String down(String type, String verb) {
        return switch (type) {
            case "outlet", "poe-port" -> "off";
            case "node" -> "down";
            case "host" -> verb.equals("off") ? "off" : "down";
            default -> verb.equals("off") ? "off" : "stopped";
        };
    }

    private static String up(String type, String verb) {
        return switch (type) {
            case "outlet", "poe-port" -> "on";
            case "node", "host" -> "up";
            default -> verb.equals("on") ? "on" : "running";
        };
    }
}
