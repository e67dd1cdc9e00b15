package io.github.walnut.virtual;

import static io.github.walnut.run.StepState.*;

import io.github.walnut.run.Journal;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Watches every published change and remembers what must never be seen. */
public final class TransitionLaw implements RunListener {

    private static final Map<StepState, Set<StepState>> STEPS = new EnumMap<>(StepState.class);
    private static final Map<RunState, Set<RunState>> RUNS = new EnumMap<>(RunState.class);

    static {
        STEPS.put(PLANNED, EnumSet.of(PLANNED, INTENT, SKIPPED, FAILED, TIMED_OUT));
        STEPS.put(INTENT, EnumSet.of(SENT, UNKNOWN, TIMED_OUT));
        // The intent of a repeat that was journaled too late to be sent is told together with its
        // end.
        STEPS.put(SENT, EnumSet.of(SENT, ACCEPTED, FAILED, INTENT, UNKNOWN, CONFIRMED, TIMED_OUT));
        STEPS.put(ACCEPTED, EnumSet.of(ACCEPTED, CONFIRMED, INTENT, FAILED, TIMED_OUT));
        STEPS.put(UNKNOWN, EnumSet.of(UNKNOWN, CONFIRMED, INTENT, FAILED, ACCEPTED, TIMED_OUT));
        STEPS.put(CONFIRMED, EnumSet.noneOf(StepState.class));
        STEPS.put(FAILED, EnumSet.noneOf(StepState.class));
        STEPS.put(TIMED_OUT, EnumSet.noneOf(StepState.class));
        STEPS.put(SKIPPED, EnumSet.noneOf(StepState.class));
        RUNS.put(
                RunState.ACCEPTED,
                EnumSet.of(RunState.ACCEPTED, RunState.RUNNING, RunState.DONE, RunState.CANCELLED));
        RUNS.put(
                RunState.RUNNING,
                EnumSet.of(
                        RunState.RUNNING,
                        RunState.HELD,
                        RunState.COMMITTED,
                        RunState.FINISHING,
                        RunState.DONE,
                        RunState.CANCELLED));
        RUNS.put(RunState.HELD, EnumSet.of(RunState.HELD, RunState.RUNNING, RunState.CANCELLED));
        RUNS.put(
                RunState.COMMITTED,
                EnumSet.of(RunState.COMMITTED, RunState.FINISHING, RunState.DONE));
        RUNS.put(
                RunState.FINISHING,
                EnumSet.of(RunState.FINISHING, RunState.DONE, RunState.CANCELLED));
        RUNS.put(RunState.SUPPRESSED, EnumSet.of(RunState.SUPPRESSED));
        RUNS.put(RunState.DONE, EnumSet.of(RunState.DONE));
        RUNS.put(RunState.CANCELLED, EnumSet.of(RunState.CANCELLED));
    }

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
                    RUNS.get(before.state()).contains(run.state()),
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
                        || STEPS.get(before.state()).contains(step.state())
                        || before.state() == PLANNED && withoutSending(run, step);
        check(
                allowed,
                "step "
                        + step.target().id()
                        + " "
                        + (before == null ? "" : before.state())
                        + " to "
                        + step.state());
    }

    /** A dry run, or the outcome of an equal order of another run. */
    private static boolean withoutSending(Run run, Step step) {
        return step.attempt() == 0
                && step.state() == CONFIRMED
                && (run.mode() != Run.Mode.LIVE || "suppressed_idempotent".equals(step.reason()));
    }

    private void check(boolean good, String what) {
        if (!good) {
            broken.add(what);
        }
    }
}
