package io.github.walnut.run;

import io.github.walnut.inventory.Capability;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whether an order takes its target away or brings it back. */
enum Direction {
    STOP,
    START,
    /** Neither, or nobody can tell. */
    OTHER;

    private static final Set<String> ON = Set.of("on", "up");

    /** Verbs by which the target ends its work itself. */
    private static final Set<String> MILD = Set.of("shutdown", "suspend", "hibernate", "save");

    static Direction of(Step step, Verbs verbs) {
        Optional<Capability> capability =
                verbs.capability(step.target().hostId(), step.capability());
        if (capability.isEmpty()) {
            return OTHER;
        }
        Capability.Verb verb = capability.get().verbs().get(step.verb());
        if (verb == null) {
            return OTHER;
        }
        if (verb.inverseByParams()) {
            return Inverse.of(step, verbs).isPresent() ? STOP : on(step) ? START : OTHER;
        }
        if (verb.disruptive() && verb.inverse() != null) {
            return STOP;
        }
        return capability.get().verbs().values().stream().anyMatch(v -> undoneBy(v, verb))
                ? START
                : OTHER;
    }

    private static boolean undoneBy(Capability.Verb stop, Capability.Verb verb) {
        return stop.disruptive() && !stop.inverseByParams() && verb.name().equals(stop.inverse());
    }

    private static boolean on(Step step) {
        return step.params().values().stream()
                .anyMatch(value -> ON.contains(String.valueOf(value).toLowerCase(Locale.ROOT)));
    }

    static boolean mild(Step stop) {
        return MILD.contains(stop.verb());
    }
}
