package io.github.walnut.integration;

import io.github.walnut.run.ErrorClass;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What each verb wants, and from which states it may be asked for (DRV-7). */
final class Transitions {

    private static final List<String> DOWN = List.of("stopped", "off", "down", "offline");
    private static final List<String> UP = List.of("running", "on", "up", "online");
    private static final Map<String, List<String>> WANTED =
            Map.ofEntries(
                    Map.entry("shutdown", DOWN),
                    Map.entry("stop", DOWN),
                    Map.entry("off", DOWN),
                    Map.entry("start", UP),
                    Map.entry("on", UP),
                    Map.entry("resume", UP),
                    Map.entry("wake", UP),
                    Map.entry("reset", UP),
                    Map.entry("reboot", UP),
                    Map.entry("restart", UP),
                    Map.entry("cycle", UP));
    private static final Set<String> ANEW = Set.of("reset", "reboot", "restart", "cycle");

    private Transitions() {}

    /** Statuses that mean the verb was carried out; empty for verbs without one. */
    static List<String> wanted(String verb, boolean toDisk, String param) {
        return switch (verb) {
            case "suspend" -> List.of(toDisk ? "suspended" : "paused");
            case "set" -> param.isEmpty() ? List.of() : alike(param);
            default -> WANTED.getOrDefault(verb, List.of());
        };
    }

    /** Nothing would change. Verbs that start anew always change something. */
    static boolean alreadyThere(String verb, List<String> wanted, String status) {
        boolean saved =
                Set.of("shutdown", "stop", "off").contains(verb) && status.equals("suspended");
        return !ANEW.contains(verb)
                && (wanted.contains(status) || saved && verb.equals("shutdown"));
    }

    /** Why the verb cannot be asked for now, or null. */
    static DriverFailure obstacle(String verb, String status) {
        String why = reason(verb, status);
        if (why != null) {
            return new DriverFailure(ErrorClass.PRECONDITION_FAILED, "transition", why);
        }
        if (status.equals("transitional")) {
            return new DriverFailure(
                    ErrorClass.CONFLICT, "transitional", "The target is changing its state now.");
        }
        return null;
    }

    private static String reason(String verb, String status) {
        boolean down = DOWN.contains(status) || status.equals("suspended");
        return switch (verb) {
            case "shutdown" -> status.equals("paused") ? "paused: resume or stop" : null;
            case "start", "on" -> status.equals("paused") ? "paused: resume" : null;
            case "suspend", "resume" -> DOWN.contains(status) ? "it is " + status : null;
            case "reset", "reboot", "restart" ->
                    down || status.equals("paused") || status.equals("unknown")
                            ? "it is " + status
                            : null;
            case "cycle" -> status.equals("unknown") ? "it is unknown" : null;
            default -> null;
        };
    }

    private static List<String> alike(String status) {
        return switch (status) {
            case "on", "up" -> UP;
            case "off", "down" -> DOWN;
            case "cycle" -> UP;
            default -> List.of(status);
        };
    }
}
