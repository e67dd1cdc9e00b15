package io.github.walnut.run;

import io.github.walnut.inventory.Capability;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is different about a recovery run: it ends early, and it tries again with long pauses. */
final class RestartRule {

    /** After a restart of the program, so long is waited for news of the power. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private RestartRule() {}

    static boolean of(RunBook book) {
        return book.terms().restart() != null;
    }

    /** Judges whether the run may go on; what it may no longer send ends. */
    static void advance(RunBook book, Instant now, Surroundings around) {
        if (around.hostsWanted()) {
            RecoveryHalt.halt(book, Reasons.OVERRULED, false, now);
        } else if (gated(book.run())) {
            byPower(book, now, around.power());
        }
        if (!mayRepeat(book)) {
            book.open().forEach(step -> endRepeat(book, step, now));
        }
    }

    private static void byPower(RunBook book, Instant now, PowerBoard power) {
        Supply supply = book.terms().restart().supply();
        if (book.silentSince() != null && !supply.heard(power)) {
            Instant until = book.silentSince().plus(PATIENCE);
            if (now.isBefore(until)) {
                book.wakeAt(until);
            } else {
                RecoveryHalt.halt(book, Reasons.NO_CONTACT, false, now);
                book.silentSince(null);
            }
            return;
        }
        book.silentSince(null);
        if (supply.lost(power)) {
            RecoveryHalt.halt(
                    book, Reasons.SECOND_OUTAGE, book.terms().restart().finishWave(), now);
        }
    }

    /** It was begun because power was back. */
    private static boolean gated(Run run) {
        return !Reasons.WITHOUT_GATES.equals(run.reason());
    }

    /** A step that would be tried again after a pause, and may not. */
    private static void endRepeat(RunBook book, Step step, Instant now) {
        Progress progress = book.progress(step);
        boolean waits =
                step.attempt() > 0
                        && (progress.repeats() || progress.doing() == Progress.Doing.READY);
        if (waits && progress.doing() != Progress.Doing.READING) {
            book.apply(Ends.failed(step, progress, progress.lastError(), now));
        }
    }

    private static boolean mayRepeat(RunBook book) {
        Run run = book.run();
        boolean finishes =
                Reasons.SECOND_OUTAGE.equals(run.reason()) && book.terms().restart().finishWave();
        return (!RecoveryHalt.halted(run) || finishes) && !CancelRule.cancelled(run);
    }

    /** What becomes of a step of a recovery run that would end badly, or be sent again at once. */
    static Move paced(
            RunBook book, Step before, Move move, Optional<Capability.Verb> verb, Instant now) {
        if (!of(book) || move.step().attempt() == 0) {
            return move;
        }
        if (badly(move.step()) && again(book, move.step(), verb)) {
            return repeated(before, move, now.plus(RestartTerms.PAUSE));
        }
        return move.progress().doing() == Progress.Doing.READY ? spaced(move, now) : move;
    }

    private static boolean badly(Step step) {
        return RunBook.settled(step)
                && step.state() != StepState.CONFIRMED
                && step.state() != StepState.SKIPPED;
    }

    private static boolean again(RunBook book, Step step, Optional<Capability.Verb> verb) {
        boolean blind = verb.map(v -> v.effect() == Capability.Effect.BLIND).orElse(true);
        return !blind
                && mayRepeat(book)
                && step.attempts().size() <= book.terms().restart().retries()
                && mayGetBetter(step.reason());
    }

    private static boolean mayGetBetter(String reason) {
        for (ErrorClass each : ErrorClass.values()) {
            if (each.word().equals(reason)) {
                return each == ErrorClass.TARGET_FAILED || each.retry() != ErrorClass.Retry.NO;
            }
        }
        return Reasons.NOT_CONFIRMED.equals(reason)
                || Reasons.BUDGET.equals(reason)
                || Reasons.IN_DOUBT.equals(reason);
    }

    private static Move repeated(Step before, Move ending, Instant at) {
        Step ended = ending.step();
        Step open =
                new StepDraft(before).attempts(ended.attempts()).evidence(ended.evidence()).done();
        return repeated(open, ending.progress().failed(ended.reason(), false), at);
    }

    /** From this moment on it has its whole time once more. */
    static Move repeated(Step step, Progress progress, Instant at) {
        return Move.to(
                new StepDraft(step).deadlineAt(at.plus(step.budget())).done(),
                progress.repeating(at, progress.lastError()));
    }

    /** Not sooner than half a minute after the try before. */
    private static Move spaced(Move move, Instant now) {
        Step step = move.step();
        Instant earliest =
                (step.sentAt() == null ? step.intentAt() : step.sentAt()).plus(RestartTerms.PAUSE);
        if (earliest.isAfter(now)) {
            return repeated(step, move.progress(), earliest);
        }
        Step later = new StepDraft(step).deadlineAt(now.plus(step.budget())).done();
        return new Move(later, move.progress(), move.alarm());
    }
}
