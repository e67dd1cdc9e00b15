package io.github.walnut.run;

import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.Target;
import io.github.walnut.ups.Ids;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What walNUT owes at present: at most one start of each target by each verb. It follows what
 * becomes of steps; what changes goes into the book of the run that changed it, and so into the
 * same transaction. Not safe for several threads.
 */
public final class Obligations {

    private final Map<Owed, Obligation> open = new LinkedHashMap<>();
    private final Map<UUID, Obligation> doubted = new LinkedHashMap<>();
    private final Verbs verbs;
    private final StatesBefore statesBefore;
    private final Ids ids;

    /** A start of a target, whoever owes it. */
    private record Owed(String hostId, String targetId, String capability, String verb) {

        static Owed of(Target target, String capability, String verb) {
            return new Owed(target.hostId(), target.id(), capability, verb);
        }

        static Owed of(Obligation obligation) {
            return of(obligation.target(), obligation.capability(), obligation.verb());
        }
    }

    public Obligations(Inventory inventory, StatesBefore statesBefore, Ids ids) {
        this.verbs = new Verbs(inventory);
        this.statesBefore = statesBefore;
        this.ids = ids;
    }

    /** Goes on with what the journal holds. */
    public void load(List<Obligation> stored) {
        open.clear();
        stored.forEach(obligation -> open.put(Owed.of(obligation), obligation));
    }

    /** Stops that did not seem to have worked, and were not owed a start any more because of it. */
    public void loadDoubted(List<Obligation> stored) {
        doubted.clear();
        stored.forEach(obligation -> doubted.put(obligation.stepId(), obligation));
    }

    /** Those that are not closed, oldest first. */
    public List<Obligation> open() {
        return open.values().stream()
                .sorted(
                        Comparator.comparing(Obligation::createdAt)
                                .thenComparing(Obligation::position)
                                .thenComparing(Obligation::id))
                .toList();
    }

    public Optional<Obligation> find(UUID id) {
        return open.values().stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /** It stands in the journal in this form, whichever run changed it. */
    public void replaced(Obligation next) {
        if (next.closed()) {
            open.remove(Owed.of(next));
            doubt(next);
        } else {
            open.put(Owed.of(next), next);
        }
    }

    /** Draws the consequences of every step of the run that has changed. */
    public void follow(RunBook book, Instant now) {
        if (book.run().mode() == Run.Mode.LIVE) {
            book.changedSteps().forEach(step -> follow(book, step, now));
        }
    }

    private void doubt(Obligation closed) {
        doubted.values()
                .removeIf(
                        old ->
                                old.updatedAt()
                                        .plus(LateWatch.PATIENCE)
                                        .isBefore(closed.updatedAt()));
        if (closed.doubted()) {
            doubted.put(closed.stepId(), closed);
        }
    }

    private void follow(RunBook book, Step step, Instant now) {
        if (LateWatch.confirmed(step)) {
            late(book, step, now);
            return;
        }
        checked(book.run(), step, now);
        Obligation owed = open.get(Owed.of(step.target(), step.capability(), step.verb()));
        if (owed == null || !sameWish(owed, step)) {
            stops(book, step, now);
        } else if (book.run().id().equals(owed.recoveryRun())) {
            restores(book, step, owed, now);
        } else if (owed.status() != Obligation.Status.RESTORING && reached(step, owed)) {
            close(book, owed, Obligation.Status.RESTORED_ELSEWHERE, null, now);
        }
    }

    /** What was ordered has come true after the time of the step. */
    private void late(RunBook book, Step step, Instant now) {
        Obligation owed = open.get(Owed.of(step.target(), step.capability(), step.verb()));
        if (owed != null && sameWish(owed, step)) {
            startedLate(book, step, owed, now);
        } else {
            Inverse.of(step, verbs)
                    .map(i -> open.get(Owed.of(step.target(), step.capability(), i.verb())))
                    .or(() -> Optional.ofNullable(doubted.remove(step.id())))
                    .filter(stop -> stop.stepId().equals(step.id()))
                    .filter(stop -> Reasons.NOT_CONFIRMED.equals(stop.reason()))
                    .ifPresent(stop -> change(book, stop.stoppedLate(now)));
        }
    }

    private void startedLate(RunBook book, Step step, Obligation owed, Instant now) {
        if (book.run().id().equals(owed.recoveryRun())) {
            close(book, owed, Obligation.Status.RESTORED, null, now);
        } else if (owed.status() != Obligation.Status.RESTORING
                && step.intentAt().isAfter(owed.createdAt())) {
            boolean recovers = book.run().kind() == Run.Kind.RECOVERY;
            Obligation.Status status =
                    recovers ? Obligation.Status.RESTORED : Obligation.Status.RESTORED_ELSEWHERE;
            close(book, owed, status, null, now);
        }
    }

    /** A port is switched off by the same verb that switches it on. */
    private static boolean sameWish(Obligation owed, Step step) {
        return owed.params().entrySet().stream()
                .allMatch(param -> param.getValue().equals(step.params().get(param.getKey())));
    }

    /** What was read right before the first stop of an outage is what is known of its beginning. */
    private void checked(Run run, Step step, Instant now) {
        if (step.stateBefore() != null && Inverse.of(step, verbs).isPresent()) {
            statesBefore.checked(run.outageId(), step.target(), step.stateBefore(), now);
        }
    }

    private void stops(RunBook book, Step step, Instant now) {
        if (step.attempt() == 0) {
            return;
        }
        Inverse.of(step, verbs)
                .ifPresent(
                        inverse -> {
                            Obligation owed =
                                    open.get(
                                            Owed.of(
                                                    step.target(),
                                                    step.capability(),
                                                    inverse.verb()));
                            if (owed != null && owed.stepId().equals(step.id())) {
                                stopped(book, step, owed, now);
                            } else if (step.state() == StepState.INTENT) {
                                ordered(book, step, inverse, owed, now);
                            }
                        });
    }

    /** The order to stop is about to leave. */
    private void ordered(
            RunBook book, Step step, Inverse inverse, Obligation earlier, Instant now) {
        String before = before(book.run(), step, earlier);
        if (before == null && earlier == null) {
            book.raise(Alarm.NOT_RESTORED_UNKNOWN, step);
        }
        if (before == null || !Wanted.up(before)) {
            return;
        }
        if (earlier != null) {
            close(book, earlier, Obligation.Status.RESTORED_ELSEWHERE, Reasons.RUNS_AGAIN, now);
        }
        change(book, obligation(book.run(), step, inverse, before, now));
    }

    /** How the outage began tells nothing more once the target was stopped in it. */
    private String before(Run run, Step step, Obligation earlier) {
        return step.stateBefore() != null || earlier != null
                ? step.stateBefore()
                : statesBefore.of(run.outageId(), step.target()).orElse(null);
    }

    private Obligation obligation(Run run, Step step, Inverse inverse, String before, Instant now) {
        return new Obligation(
                ids.next(),
                step.id(),
                run.id(),
                run.policyId(),
                run.outageId(),
                step.target(),
                step.actionId(),
                step.capability(),
                inverse.verb(),
                inverse.params(),
                before,
                step.stage(),
                step.position(),
                Obligation.Status.OPEN,
                null,
                0,
                null,
                now,
                now);
    }

    /**
     * A refused stop leaves nothing to start. One that was not confirmed in time may still be
     * carried out, so it is looked at again when its turn to be restored comes.
     */
    private void stopped(RunBook book, Step step, Obligation owed, Instant now) {
        if (step.state() == StepState.FAILED && neverAccepted(step)) {
            close(book, owed, Obligation.Status.VOID, step.reason(), now);
        } else if (step.state() == StepState.TIMED_OUT && owed.status() == Obligation.Status.OPEN) {
            change(book, owed.with(owed.status(), Reasons.NOT_CONFIRMED, now));
        }
    }

    private static boolean neverAccepted(Step step) {
        return step.attempts().stream().allMatch(attempt -> attempt.acceptedAt() == null);
    }

    /** A start that was ordered before the stop says nothing about what was stopped after it. */
    private static boolean reached(Step step, Obligation owed) {
        return step.state() == StepState.CONFIRMED
                        && step.intentAt() != null
                        && step.intentAt().isAfter(owed.createdAt())
                || step.state() == StepState.SKIPPED && Reasons.ALREADY.equals(step.reason());
    }

    private void restores(RunBook book, Step step, Obligation owed, Instant now) {
        switch (step.state()) {
            case CONFIRMED -> close(book, owed, Obligation.Status.RESTORED, null, now);
            case SKIPPED -> leftOut(book, step, owed, now);
            case FAILED, TIMED_OUT -> notRestored(book, step, owed, now);
            case UNKNOWN -> {
                if (RunBook.settled(step)) {
                    notRestored(book, step, owed, now);
                }
            }
            default -> {
                if (step.attempt() != owed.attempts()) {
                    change(book, owed.tried(step.attempt(), now));
                }
            }
        }
    }

    private void leftOut(RunBook book, Step step, Obligation owed, Instant now) {
        if (Reasons.CANCELLED.equals(step.reason())) {
            change(book, owed.with(Obligation.Status.FAILED, Reasons.CANCELLED, now));
        } else if (!Reasons.ALREADY.equals(step.reason())) {
            change(book, owed.released(now));
        } else if (Reasons.NOT_CONFIRMED.equals(owed.reason())) {
            close(book, owed, Obligation.Status.VOID, Reasons.NOT_CONFIRMED, now);
        } else {
            close(book, owed, Obligation.Status.RESTORED_ELSEWHERE, null, now);
        }
    }

    private void notRestored(RunBook book, Step step, Obligation owed, Instant now) {
        if (RecoveryHalt.halted(book.run())) {
            change(book, owed.tried(step.attempt(), now).released(now));
        } else {
            change(
                    book,
                    owed.tried(step.attempt(), now)
                            .with(Obligation.Status.FAILED, step.reason(), now));
            book.raise(Alarm.RECOVERY_FAILED, step);
        }
    }

    private void close(
            RunBook book, Obligation owed, Obligation.Status status, String why, Instant now) {
        change(book, owed.with(status, why, now));
    }

    private void change(RunBook book, Obligation next) {
        replaced(next);
        book.change(next);
    }
}
