package io.github.walnut.dispatch;

import io.github.walnut.inventory.Capability;
import io.github.walnut.run.Hold;
import io.github.walnut.run.HoldRule;
import io.github.walnut.run.NewRun;
import io.github.walnut.run.PostponeRule;
import io.github.walnut.run.RetryRule;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunBook;
import io.github.walnut.run.RunRefusedException;
import io.github.walnut.run.RunTerms;
import io.github.walnut.run.SkipRule;
import io.github.walnut.run.Step;
import io.github.walnut.run.Verbs;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What people do to runs under way. What is done is in the journal when a method returns, unless
 * the journal is away; then it counts all the same and is written as soon as it can be. Everything
 * throws {@link RunRefusedException} when things do not allow it.
 */
public final class Interventions {

    private final Desk desk;
    private final HoldOfAll all;
    private final Turn turn;
    private final DispatchPorts ports;
    private final NewRun newRun;

    /** One change of the dispatcher at a time, each followed by a round. */
    interface Turn {
        <T> T take(Supplier<T> change);
    }

    Interventions(Desk desk, DispatchPorts ports, NewRun newRun, Turn turn) {
        this.desk = desk;
        this.all = desk.holdOfAll();
        this.ports = ports;
        this.newRun = newRun;
        this.turn = turn;
    }

    /**
     * Nothing new of the run is sent for a while; a hold before it is replaced.
     *
     * @param time at most {@link Hold#LONGEST}
     */
    public Hold hold(UUID runId, Duration time, String by, String reason) {
        return hold(runId, time, by, null, reason);
    }

    /**
     * @param kind what {@code by} names, as in {@link Hold}
     */
    public Hold hold(UUID runId, Duration time, String by, String kind, String reason) {
        return turn.take(
                () -> {
                    Hold hold = hold(time, by, kind, reason);
                    HoldRule.hold(book(runId), hold, desk.power());
                    return hold;
                });
    }

    /** Ends the run's own hold. It goes on unless the hold of all covers it. */
    public void resume(UUID runId) {
        turn.take(
                () -> {
                    HoldRule.resume(book(runId));
                    return null;
                });
    }

    /** Ends what the run counts down, a hold of its own included. */
    public void goNow(UUID runId) {
        turn.take(
                () -> {
                    desk.goNow(book(runId));
                    return null;
                });
    }

    /** Holds every run, those under way and those to come. */
    public Hold holdAll(Duration time, String by, String reason) {
        return turn.take(
                () -> {
                    Hold hold = hold(time, by, null, reason);
                    all.begin(hold);
                    return hold;
                });
    }

    public void resumeAll() {
        turn.take(
                () -> {
                    all.end();
                    return null;
                });
    }

    /** The hold of all runs. */
    public Optional<Hold> holdOfAll() {
        return Optional.ofNullable(all.now());
    }

    /** Lets the next stage of the run open later. */
    public PostponeRule.Postponed postpone(UUID runId, Duration by) {
        return turn.take(() -> PostponeRule.postpone(book(runId), by, desk.now(), desk.power()));
    }

    /** Leaves out a step that was not sent. */
    public void skip(UUID runId, UUID stepId) {
        turn.take(
                () -> {
                    RunBook book = book(runId);
                    Step step = book.step(stepId);
                    if (step == null) {
                        throw new RunRefusedException(
                                RunRefusedException.Why.CONFLICT,
                                "run " + runId + " has no step " + stepId);
                    }
                    SkipRule.skip(book, step, desk.now());
                    return null;
                });
    }

    /**
     * Tries a step of a run that is over again, in a run of its own.
     *
     * @param confirmed the target, named once more; needed for verbs that cannot be read back
     * @param mayActLive its policy and the system would act for real now
     * @return the id of the new run
     */
    public UUID retry(
            Run run, Step step, String by, String reason, String confirmed, boolean mayActLive) {
        return turn.take(
                () -> {
                    RunTerms terms =
                            ports.policies()
                                    .apply(run)
                                    .map(policy -> RunTerms.ofRetry(policy))
                                    .orElse(RunTerms.NONE);
                    RunBook book =
                            newRun.retry(
                                    run,
                                    step,
                                    new RetryRule.Wish(
                                            by, reason, confirmed, blind(step), mayActLive),
                                    terms,
                                    ports.journal().epoch(),
                                    desk.now());
                    desk.add(book, true);
                    return book.run().id();
                });
    }

    private boolean blind(Step step) {
        return new Verbs(ports.inventory())
                .find(step.target().hostId(), step.capability(), step.verb())
                .map(verb -> verb.effect() == Capability.Effect.BLIND)
                .orElse(true);
    }

    private RunBook book(UUID runId) {
        return desk.book(runId)
                .filter(book -> !book.run().state().terminal())
                .orElseThrow(
                        () ->
                                new RunRefusedException(
                                        RunRefusedException.Why.CLOSED,
                                        "run " + runId + " is over"));
    }

    private Hold hold(Duration time, String by, String kind, String reason) {
        if (time.isZero() || time.isNegative() || time.compareTo(Hold.LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "a hold of " + time + ": expected more than 0 s and at most 15 min");
        }
        Instant now = desk.now();
        return new Hold(now, now.plus(time), by, reason, false, kind);
    }
}
