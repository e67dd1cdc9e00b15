package io.github.walnut.run;

import io.github.walnut.inventory.Capability;
import java.util.List;
import java.util.Set;

/** In which statuses a target has to be for a verb to be done. */
final class Wanted {

    private static final Set<String> CUT = Set.of("stopped", "off", "down", "offline", "inactive");
    private static final Set<String> ENDED =
            Set.of("stopped", "off", "down", "offline", "inactive", "suspended");
    private static final Set<String> UP = Set.of("running", "on", "up", "online", "active");
    private static final Set<String> RETURNING = Set.of("reset", "reboot", "restart", "cycle");

    private Wanted() {}

    /**
     * The statuses that the driver named, else those that the verb means; empty when only the
     * driver can tell and it did not.
     */
    static Set<String> of(Step step, List<String> named) {
        return named.isEmpty() ? meant(step) : Set.copyOf(named);
    }

    /** The target leaves its state and comes back to it, so the status alone proves nothing. */
    static boolean returns(Step step) {
        return RETURNING.contains(word(step));
    }

    /** Whether a target in this status needs nothing. */
    static boolean already(Step step, List<String> named, String status) {
        return !returns(step) && of(step, named).contains(status);
    }

    private static Set<String> meant(Step step) {
        return switch (word(step)) {
            case "shutdown" -> ENDED;
            case "stop", "off" -> CUT;
            case "start", "on", "resume", "reset", "reboot", "restart", "cycle" -> UP;
            case "suspend" ->
                    Boolean.TRUE.equals(step.params().get("to_disk"))
                            ? Set.of("suspended")
                            : Set.of("paused", "suspended");
            default -> Set.of();
        };
    }

    /** The verb, or for a port the state to which it is set. */
    private static String word(Step step) {
        return step.capability().equals("poe.port") && step.verb().equals("set")
                ? String.valueOf(step.params().get("state"))
                : step.verb();
    }

    /** The target draws no power any more, or will not miss it. */
    static boolean ended(String status) {
        return ENDED.contains(status);
    }

    /** The target works, so that stopping it takes something away. */
    static boolean up(String status) {
        return UP.contains(status);
    }

    /** Whether a level of evidence is as strong as the verb demands. */
    static boolean reaches(String level, Capability.Confirm demanded) {
        for (Capability.Confirm each : Capability.Confirm.values()) {
            if (each.name().equalsIgnoreCase(level)) {
                return each.compareTo(demanded) <= 0;
            }
        }
        return false;
    }
}
