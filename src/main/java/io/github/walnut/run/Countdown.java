package io.github.walnut.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * When something that a run waits for is over, so that whoever shows it counts by itself.
 *
 * @param stage null for what is of the whole run
 * @param actionId null for what is of the whole run
 * @param at when it ends: the earliest of the action's steps, of budgets the latest
 */
public record Countdown(Kind kind, Integer stage, String actionId, Instant at) {

    /** What ends. */
    public enum Kind {
        /** The wait for the global lock. */
        LOCK,
        /** A hold of the run by a person. */
        HOLD,
        /** The delay of an action whose turn has come. */
        DELAY,
        /** The pause before there is no return. */
        FINAL_DELAY,
        /** The time that the steps of an action have. */
        BUDGET;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private record Of(Kind kind, int stage, String actionId) {}

    /**
     * Of one run, in the order of its stages; nothing of one that is over.
     *
     * @param lockPatience how long it waits for its global lock
     */
    static List<Countdown> of(RunBook book, Verbs verbs, Duration lockPatience, Instant now) {
        Run run = book.run();
        List<Countdown> all = new ArrayList<>();
        if (run.state().terminal()) {
            return all;
        }
        if (LockRule.waits(run)) {
            all.add(new Countdown(Kind.LOCK, null, null, LockRule.givesUpAt(run, lockPatience)));
        }
        if (run.course().hold() != null) {
            all.add(new Countdown(Kind.HOLD, null, null, run.course().hold().until()));
        }
        if (!book.standsStill()) {
            steps(book, verbs, now)
                    .forEach(
                            (of, at) ->
                                    all.add(
                                            new Countdown(
                                                    of.kind(), of.stage(), of.actionId(), at)));
        }
        return all;
    }

    private static Map<Of, Instant> steps(RunBook book, Verbs verbs, Instant now) {
        Map<Of, Instant> ends =
                new TreeMap<>(
                        Comparator.comparingInt(Of::stage)
                                .thenComparing(Of::actionId)
                                .thenComparing(Of::kind));
        for (Step step : book.open()) {
            if (step.deadlineAt() == null) {
                continue;
            }
            Instant start = Next.startAt(step);
            Instant pause = book.progress(step).notBefore();
            boolean planned = step.state() == StepState.PLANNED;
            if (planned && now.isBefore(start)) {
                add(ends, Kind.DELAY, step, start, BinaryOperator.minBy(Instant::compareTo));
            } else if (planned
                    && pause != null
                    && now.isBefore(pause)
                    && PointOfNoReturn.is(step, verbs.of(step))) {
                add(ends, Kind.FINAL_DELAY, step, pause, BinaryOperator.minBy(Instant::compareTo));
            }
            add(
                    ends,
                    Kind.BUDGET,
                    step,
                    step.deadlineAt(),
                    BinaryOperator.maxBy(Instant::compareTo));
        }
        return ends;
    }

    private static void add(
            Map<Of, Instant> ends, Kind kind, Step step, Instant at, BinaryOperator<Instant> of) {
        ends.merge(new Of(kind, step.stage(), step.actionId()), at, of);
    }
}
