package io.github.walnut.ups;

import static io.github.walnut.ups.Draft.Rank.FLAG;
import static io.github.walnut.ups.UpsState.UNSTABLE;

import io.github.walnut.ups.UpsFacts.Holding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Mains that come and go: five edges within ten minutes are too many. */
final class FlapWatch {

    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int TOO_MANY = 5;

    void edge(Step step) {
        calm(step);
        step.memory.edges.add(step.now);
        if (step.memory.edges.size() < TOO_MANY || step.has(UNSTABLE)) {
            return;
        }
        Holding held = step.enter(UNSTABLE, step.now, false, Step.DEDUCED);
        step.raise(
                Draft.state(FLAG, UNSTABLE, EventName.UNSTABLE_MAINS, Severity.WARN, true, held));
    }

    /** Forgets old edges; without any left the mains are stable again. */
    void calm(Step step) {
        if (step.memory.interrupted) {
            return;
        }
        List<Instant> edges = step.memory.edges;
        edges.removeIf(edge -> !edge.plus(WINDOW).isAfter(step.now));
        if (!edges.isEmpty()) {
            step.reached(edges.get(0).plus(WINDOW));
            return;
        }
        Holding held = step.states.remove(UNSTABLE);
        if (held != null) {
            step.raise(
                    Draft.state(
                                    FLAG,
                                    UNSTABLE,
                                    EventName.MAINS_STABLE_AGAIN,
                                    Severity.INFO,
                                    false,
                                    held)
                            .since(step.now));
        }
    }
}
