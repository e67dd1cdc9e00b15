package io.github.walnut.run;

import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that is decided about a run between its plan and its end. It changes the book it is given and
 * does nothing else: calls, journal and clocks belong to the caller.
 */
public final class RunMachine {

    private final Inventory inventory;
    private final Verbs verbs;
    private final StepForm form;
    private final Duration finalDelay;
    private final Duration lockPatience;
    private final ProbeRule probes;
    private final Retries retries;

    /**
     * @param finalDelay a visible pause before a step after which there is no return
     */
    public RunMachine(Inventory inventory, Retries retries, Duration finalDelay) {
        this(inventory, retries, finalDelay, LockRule.PATIENCE);
    }

    /**
     * @param lockPatience how long a run waits for its global lock
     */
    public RunMachine(
            Inventory inventory, Retries retries, Duration finalDelay, Duration lockPatience) {
        this.inventory = inventory;
        this.verbs = new Verbs(inventory);
        this.form = new StepForm(inventory);
        this.finalDelay = finalDelay;
        this.lockPatience = lockPatience;
        this.probes = new ProbeRule(retries);
        this.retries = retries;
    }

    /** Opens stages, ends what is out of time, and closes the run when nothing is left. */
    public void advance(RunBook book, Instant now, Surroundings around) {
        if (book.run().state().terminal()) {
            return;
        }
        book.forgetWake();
        if (LockRule.waits(book.run())) {
            LockRule.advance(book, now, around, lockPatience);
        }
        if (book.run().state() != RunState.ACCEPTED && !book.run().state().terminal()) {
            goOn(book, now, around);
        }
    }

    private void goOn(RunBook book, Instant now, Surroundings around) {
        ReturnRule.advance(book, now, around.power());
        FreshPoll.advance(book, now, around.power());
        if (RestartRule.of(book)) {
            RestartRule.advance(book, now, around);
            if (book.silentSince() != null) {
                return;
            }
        }
        for (Step step : book.open()) {
            if (timePasses(book, step) && !now.isBefore(step.deadlineAt())) {
                DeadlineRule.passed(step, book.progress(step), verbs.of(step), now)
                        .ifPresent(move -> apply(book, step, move, now));
            }
        }
        CancelRule.enforce(book, now);
        HoldRule.advance(book, now, around);
        if (!book.standsStill()) {
            Compression.advance(book, now, around.power());
            if (!book.timeStands()) {
                Stages.advance(book, now, around.othersLeft());
            }
            RunRule.advance(book, now);
        }
    }

    private static boolean timePasses(RunBook book, Step step) {
        return step.deadlineAt() != null
                && !((book.standsStill() || book.timeStands())
                        && HoldRule.waits(step, book.progress(step)));
    }

    /**
     * Reconciles what the journal held when the program started.
     *
     * @param power as it was known when it ended
     */
    public void resume(RunBook book, Instant now, PowerBoard power) {
        FreshPoll.await(book, now, power);
        Stages.reopen(book);
        if (RestartRule.of(book)) {
            book.silentSince(now);
        }
        for (Step step : List.copyOf(book.steps())) {
            book.apply(ResumeRule.resumed(step, verbs.of(step), now));
        }
    }

    /**
     * The process stood still.
     *
     * @param lost for how long
     */
    public void stoodStill(RunBook book, Duration lost, Instant now) {
        StandstillRule.stoodStill(book, lost, now);
    }

    /** The calls that are due now, in plan order. */
    public List<Call> due(RunBook book, Instant now) {
        List<Call> due = new ArrayList<>();
        boolean silent = book.silentSince() != null;
        boolean maySend = maySend(book);
        for (Step step : book.open()) {
            next(book, step)
                    .filter(next -> !next.at().isAfter(now))
                    .filter(next -> !next.kind().takesTurn() || maySend && !silent)
                    .ifPresent(next -> due.add(new Call(book, step, next.kind(), next.at())));
        }
        return due;
    }

    /** The ends of what the run waits for. */
    public List<Countdown> countdowns(RunBook book, Instant now) {
        return Countdown.of(book, verbs, lockPatience, now);
    }

    /**
     * When something is due next, counted from now; empty when only answers can change anything.
     */
    public Optional<Instant> nextWake(RunBook book, Instant now) {
        Earliest earliest = new Earliest(now);
        for (Step step : book.open()) {
            next(book, step).ifPresent(next -> earliest.add(next.at()));
            earliest.add(step.deadlineAt());
        }
        if (LockRule.waits(book.run())) {
            earliest.add(LockRule.givesUpAt(book.run(), lockPatience));
        }
        Stages.nextSpent(book, now).ifPresent(earliest::add);
        book.wakeAt().ifPresent(earliest::add);
        return earliest.get();
    }

    /**
     * Prepares a call that is about to be made. False when it turned out that it may not be made,
     * or not yet.
     */
    public boolean prepare(Call call, Instant now) {
        RunBook book = call.book();
        Step step = call.step();
        Progress progress = book.progress(step);
        Optional<Host> host = inventory.host(step.target().hostId());
        Optional<Capability.Verb> verb = verbs.of(step);
        Optional<String> refusal = HostChecks.refusal(host, verb);
        if (refusal.isPresent() && call.kind() != Call.Kind.STATE) {
            Step checked = new StepDraft(step).preconditions(HostChecks.of(host, verb)).done();
            book.apply(Ends.failed(checked, progress, refusal.get(), now));
            return false;
        }
        Optional<String> fault =
                call.kind() == Call.Kind.STATE ? Optional.empty() : form.fault(step);
        if (fault.isPresent()) {
            malformed(book, step, HostChecks.of(host, verb), fault.get(), now);
            return false;
        }
        return switch (call.kind()) {
            case PROBE -> probe(book, step, progress, verb, now);
            case DRY_RUN -> dryRun(book, step, progress, verb.orElseThrow(), now);
            case EXECUTE -> intent(book, step, progress, verb, now);
            case STATE -> read(book, step, progress, now);
        };
    }

    /** The host would refuse it whatever its state: nothing is sent. */
    private static void malformed(
            RunBook book, Step step, List<DriverResult.Check> ours, String fault, Instant now) {
        List<DriverResult.Check> checks = new ArrayList<>(ours);
        checks.add(StepForm.failed(fault));
        Step checked = new StepDraft(step).preconditions(checks).done();
        book.apply(
                Ends.failed(checked, book.progress(step), ErrorClass.VALIDATION.word(), now)
                        .raising(Alarm.TARGET_REFUSED));
    }

    /** An equal order was sent a short while ago. */
    public void suppress(RunBook book, Step step, Instant now) {
        book.apply(Ends.skipped(step, book.progress(step), Reasons.SUPPRESSED_IDEMPOTENT, now));
    }

    /** An equal order of another run was under way, and this is how it ended. */
    public void takeOver(RunBook book, Step step, Step twin, Instant now) {
        book.apply(Ends.like(step, twin, book.progress(step), now));
    }

    /** A start has to wait for an earlier one on its host. */
    public void later(Call call, Instant at) {
        Step step = call.book().step(call.step().id());
        Progress progress = call.book().progress(step);
        call.book()
                .apply(
                        step.attempt() == 0
                                ? Move.to(step, progress.pause(at))
                                : RestartRule.repeated(step, progress, at));
    }

    /** The step goes on with the order as soon as there is a slot, so it keeps its host's turn. */
    public boolean keepsTurn(RunBook book, Step step) {
        return step.state() == StepState.PLANNED
                && book.progress(step).doing() == Progress.Doing.READY;
    }

    /** An order whose intent was journaled too late to be sent. */
    public void tooLate(RunBook book, Step step, Instant now) {
        apply(book, step, Ends.timedOut(step, book.progress(step), Reasons.BUDGET, now), now);
    }

    /** The order has left. */
    public void sent(RunBook book, Step intent, Instant now) {
        Step step = book.step(intent.id());
        book.apply(OrderRule.sent(step, book.progress(step), now));
    }

    /** Takes in an answer; one that comes after the step has ended changes nothing. */
    public void answered(Call call, DriverResult result, Instant now) {
        RunBook book = call.book();
        Step step = book.step(call.step().id());
        if (RunBook.settled(step)) {
            return;
        }
        Progress progress = book.progress(step).doing(Progress.Doing.NOTHING);
        Optional<Capability.Verb> verb = verbs.of(step);
        List<DriverResult.Check> ours = HostChecks.of(inventory.host(step.target().hostId()), verb);
        apply(
                book,
                step,
                switch (call.kind()) {
                    case PROBE -> probes.answered(step, progress, ours, result, now);
                    case DRY_RUN -> probes.previewed(step, progress, ours, result, now);
                    case EXECUTE ->
                            new OrderRule(orders(book))
                                    .answered(step, progress, verbOrBlind(verb), result, now);
                    case STATE ->
                            new StateRule(readings(book))
                                    .answered(step, progress, verbOrBlind(verb), result, now);
                },
                now);
        if (book.step(step.id()).would()) {
            RunRule.dispatching(book, false, now);
        }
    }

    /**
     * Sends nothing more; what is under way is followed to its end.
     *
     * @return false when the run is past the point of no return, or over
     */
    public boolean cancel(RunBook book, String actor, String reason, Instant now) {
        return CancelRule.cancel(book, actor, reason, now);
    }

    /**
     * Ends what the run counts down. Nothing but a hold of its own may hold it.
     *
     * @throws RunRefusedException when it counts nothing down
     */
    public void goNow(RunBook book, Instant now) {
        GoNowRule.go(book, verbs, finalDelay, now);
    }

    private void apply(RunBook book, Step before, Move move, Instant now) {
        book.apply(RestartRule.paced(book, before, move, verbs.of(before), now));
    }

    /** How often an order that was refused is given again at once. */
    private Retries orders(RunBook book) {
        return RestartRule.of(book) ? retries.upTo(1) : retries;
    }

    /** How often an order is given that turned out not to have been carried out. */
    private Retries readings(RunBook book) {
        return RestartRule.of(book) ? retries.upTo(1 + book.terms().restart().retries()) : retries;
    }

    private static boolean maySend(RunBook book) {
        return !book.awaitsPoll() && !book.standsStill();
    }

    private static Optional<Next> next(RunBook book, Step step) {
        return Next.of(step, book.progress(step), book.run().mode());
    }

    /** Before the last word is spoken there is a pause in which it can still be taken back. */
    private boolean probe(
            RunBook book,
            Step step,
            Progress progress,
            Optional<Capability.Verb> verb,
            Instant now) {
        Instant earliest = Next.startAt(step).plus(finalDelay);
        if (PointOfNoReturn.is(step, verb) && now.isBefore(earliest)) {
            book.apply(Move.to(step, progress.pause(earliest)));
            return false;
        }
        return under(book, step, progress.doing(Progress.Doing.PROBING));
    }

    private boolean dryRun(
            RunBook book, Step step, Progress progress, Capability.Verb verb, Instant now) {
        if (verb.dryRun() != Capability.DryRun.NOT_SUPPORTED) {
            return under(book, step, progress.doing(Progress.Doing.PROBING));
        }
        Optional<Host> host = inventory.host(step.target().hostId());
        book.apply(probes.unaskable(step, progress, HostChecks.of(host, Optional.of(verb)), now));
        return false;
    }

    private static boolean intent(
            RunBook book,
            Step step,
            Progress progress,
            Optional<Capability.Verb> verb,
            Instant now) {
        book.apply(OrderRule.intent(step, progress, now));
        RunRule.dispatching(book, PointOfNoReturn.is(step, verb), now);
        return true;
    }

    private static boolean read(RunBook book, Step step, Progress progress, Instant now) {
        Progress reading = progress.doing(Progress.Doing.READING);
        return under(book, step, now.isBefore(step.deadlineAt()) ? reading : reading.lookingLast());
    }

    private static boolean under(RunBook book, Step step, Progress progress) {
        book.apply(Move.to(step, progress));
        return true;
    }

    /** Whoever's type went away since the order was sent is not sent anything again. */
    private static Capability.Verb verbOrBlind(Optional<Capability.Verb> verb) {
        return verb.orElse(Verbs.GONE);
    }
}
