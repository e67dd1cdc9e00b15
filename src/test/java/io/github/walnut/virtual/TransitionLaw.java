package io.github.walnut.virtual;

import static io.github.walnut.run.StepState.*;

import io.github.walnut.run.Journal;
import io.github.walnut.run.LateWatch;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Watches every published change and remembers what must never be seen. */
public final class TransitionLaw implements RunListener {

    private final Map<UUID, Step> steps = new HashMap<>();
    private final Map<UUID, Run> runs = new HashMap<>();
    private final List<String> broken = new ArrayList<>();

    /** What was seen and must not be: empty is good. */
    public synchronized List<String> broken() {
        return List.copyOf(broken);
    }

    /** A process died: what it had written counts, whether or not it was still published. */
    public synchronized void restarted(Journal journal) {
        steps.clear();
        journal.unfinished()
                .forEach(entry -> entry.steps().forEach(step -> steps.put(step.id(), step)));
    }

    @Override
    public synchronized void changed(String type, Run run, List<Step> changed) {
        Run before = runs.put(run.id(), run);
        if (before != null) {
            check(
                    run.runSeq() > before.runSeq(),
                    "run_seq " + before.runSeq() + " then " + run.runSeq());
            check(
                    follows(before.state(), run.state()),
                    "run " + before.state() + " to " + run.state());
        }
        if (!type.equals("run.closed")) {
            changed.forEach(step -> check(run, step));
        }
    }

    private void check(Run run, Step step) {
        Step before = steps.put(step.id(), step);
        boolean allowed =
                before == null
                        || follows(before.state(), step.state())
                        || before.state() == PLANNED && withoutSending(run, step)
                        || LateWatch.confirmed(step) && sameButForEvidence(before, step);
        check(
                allowed,
                "step "
                        + step.target().id()
                        + " "
                        + (before == null ? "" : before.state())
                        + " to "
                        + step.state());
    }

    private static boolean sameButForEvidence(Step before, Step now) {
        return !LateWatch.confirmed(before)
                && before.state() == now.state()
                && before.attempts().equals(now.attempts())
                && Objects.equals(before.reason(), now.reason())
                && before.endedAt().equals(now.endedAt());
    }

    /** A dry run, or the outcome of an equal order of another run. */
    private static boolean withoutSending(Run run, Step step) {
        return step.attempt() == 0
                && step.state() == CONFIRMED
                && (run.mode() != Run.Mode.LIVE || "suppressed_idempotent".equals(step.reason()));
    }

    private static boolean follows(RunState before, RunState now) {
        return before == now || before.next().contains(now);
    }

    /** What may not change any more may not even be told again. */
    private static boolean follows(StepState before, StepState now) {
        return before == now
                ? before == PLANNED || before == SENT || before == ACCEPTED || before == UNKNOWN
                : before.next().contains(now);
    }

    private void check(boolean good, String what) {
        if (!good) {
            broken.add(what);
        }
    }
}
