package io.github.walnut.run;

import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.Map;

/** The states of a run. */
final class RunRule {

    private RunRule() {}

    static void advance(RunBook book, Instant now) {
        Run run = book.run();
        if (book.inJournalAs() == RunState.HELD && run.state() == RunState.RUNNING) {
            return;
        }
        if (book.settled()) {
            close(book, now);
        } else if (mayFinish(run)
                && !book.awaitsAny()
                && book.open().stream().noneMatch(RunRule::toStart)) {
            book.change(new RunDraft(run).state(RunState.FINISHING).done());
        }
    }

    /** An order is about to be journaled. */
    static void dispatching(RunBook book, boolean noReturn, Instant now) {
        Run run = book.run();
        boolean commits = noReturn && run.committedAt() == null;
        if (run.firstDispatchAt() != null && !commits) {
            return;
        }
        RunDraft draft = new RunDraft(run);
        if (run.firstDispatchAt() == null) {
            draft.firstDispatchAt(now);
        }
        if (commits) {
            draft.state(RunState.COMMITTED).committedAt(now);
        }
        book.change(draft.done());
    }

    /** It ends before anything of it was planned. */
    static void fail(RunBook book, String result, String summary, Instant now) {
        book.await(Map.of());
        HoldRule.over(book);
        book.change(
                new RunDraft(book.run())
                        .state(RunState.DONE)
                        .phase(null)
                        .result(result)
                        .severity(Severity.ERROR)
                        .summary(summary)
                        .endedAt(now)
                        .done());
    }

    private static void close(RunBook book, Instant now) {
        HoldRule.over(book);
        Run run = book.run();
        RunOutcome outcome = new RunOutcome(run, book.steps());
        book.change(
                new RunDraft(run)
                        .state(outcome.cancelled() ? RunState.CANCELLED : RunState.DONE)
                        .phase(null)
                        .result(outcome.result())
                        .severity(outcome.severity())
                        .summary(outcome.summary())
                        .endedAt(now)
                        .done());
    }

    private static boolean mayFinish(Run run) {
        return run.state() == RunState.RUNNING || run.state() == RunState.COMMITTED;
    }

    private static boolean toStart(Step step) {
        return step.state() == StepState.PLANNED;
    }
}
