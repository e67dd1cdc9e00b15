package io.github.walnut.run;

import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What each step of a policy would do now, asked of the drivers with dry run alone. Unlike a run of
 * mode dry run it waits for nothing: no order, delay, window or lock; and no row stops another. Not
 * safe for several threads.
 */
public final class Rehearsal {

    private final RunBook book;
    private final Inventory inventory;
    private final Verbs verbs;
    private final StepForm form;
    private final PlanBasis basis;
    private final Map<String, HostTrouble> troubles;

    private Rehearsal(
            RunBook book, Inventory inventory, PlanBasis basis, Map<String, HostTrouble> troubles) {
        this.troubles = Map.copyOf(troubles);
        this.book = book;
        this.inventory = inventory;
        this.verbs = new Verbs(inventory);
        this.form = new StepForm(inventory);
        this.basis = basis;
    }

    /** Of hosts that are all well. */
    public static Rehearsal of(
            NewRun newRun,
            Inventory inventory,
            RunRequest request,
            PlanBasis basis,
            long epoch,
            Instant now) {
        return of(newRun, inventory, request, basis, Map.of(), epoch, now);
    }

    /**
     * Plans the request. What is decided already has its row; {@link #open} has still to be asked.
     */
    public static Rehearsal of(
            NewRun newRun,
            Inventory inventory,
            RunRequest request,
            PlanBasis basis,
            Map<String, HostTrouble> troubles,
            long epoch,
            Instant now) {
        RunBook book = newRun.accept(request, epoch, now);
        newRun.plan(book, request.policy().policy(), basis, now);
        Rehearsal rehearsal = new Rehearsal(book, inventory, basis, troubles);
        List.copyOf(book.steps()).forEach(step -> rehearsal.withoutDriver(step, now));
        return rehearsal;
    }

    /** The steps of which only the driver knows what they would do, in plan order. */
    public List<Step> open() {
        return book.steps().stream().filter(step -> step.state() == StepState.PLANNED).toList();
    }

    private void withoutDriver(Step step, Instant now) {
        boolean empty = Reasons.EMPTY_SELECTION.equals(step.reason());
        if (empty && (hopeless(step).isPresent() || doubtful(step))) {
            unknown(step, now);
            return;
        }
        if (step.state() != StepState.PLANNED) {
            boolean bad = step.state() == StepState.FAILED;
            Severity severity = bad ? Severity.ERROR : empty ? Severity.WARN : Severity.INFO;
            row(step, doubted(step, new RehearsalRow(step.reason()).severity(severity)), now);
            return;
        }
        Optional<Host> host = inventory.host(step.target().hostId());
        Optional<Capability.Verb> verb = verbs.of(step);
        Optional<String> refusal = HostChecks.refusal(host, verb);
        List<DriverResult.Check> checks = HostChecks.of(host, verb);
        Optional<String> fault = form.faultOfAny(step);
        if (refusal.isEmpty() && fault.isPresent()) {
            malformed(step, checks, fault.get(), now);
        } else if (refusal.isPresent()) {
            Step failed = ended(step, StepState.FAILED, refusal.get(), checks, now);
            row(failed, new RehearsalRow(refusal.get()).severity(Severity.ERROR), now);
        } else if (verb.get().dryRun() == Capability.DryRun.NOT_SUPPORTED) {
            Step blind = ended(step, StepState.CONFIRMED, Reasons.CANNOT_DRY_RUN, checks, now);
            Step would = new StepDraft(blind).would(true).done();
            row(would, new RehearsalRow(Reasons.CANNOT_DRY_RUN).severity(Severity.WARN), now);
        }
    }

    /** What was selected cannot be told of a host that could not be read. */
    private void unknown(Step step, Instant now) {
        String host = step.target().hostId();
        HostTrouble why =
                hopeless(step)
                        .orElse(
                                new HostTrouble(
                                        Severity.ERROR,
                                        ErrorClass.UNAVAILABLE,
                                        "target_unknown",
                                        "The targets of host " + host + " could not be read"));
        failed(
                step,
                new HostTrouble(
                        Severity.ERROR,
                        why.why(),
                        "target_unknown",
                        why.message()
                                + ". So the "
                                + step.target().type()
                                + " that the action selects is unknown"),
                HostChecks.of(inventory.host(host), verbs.of(step)),
                now);
    }

    private void failed(Step step, HostTrouble why, List<DriverResult.Check> ours, Instant now) {
        List<DriverResult.Check> checks = new ArrayList<>(ours);
        checks.add(new DriverResult.Check("reachable", false, Map.of("message", why.message())));
        Step failed = ended(step, StepState.FAILED, why.why().word(), checks, now);
        row(failed, RehearsalRow.failed(why.why(), why.code(), why.message()), now);
    }

    private Optional<HostTrouble> hopeless(Step step) {
        return trouble(step).filter(trouble -> trouble.severity().atLeast(Severity.ERROR));
    }

    private Optional<HostTrouble> trouble(Step step) {
        return Optional.ofNullable(troubles.get(step.target().hostId()))
                .map(trouble -> switchesOn(step) ? trouble.excused() : trouble);
    }

    /** The step starts the machine itself: another verb of it stops the machine. */
    private boolean switchesOn(Step step) {
        return step.target().type().equals("host")
                && verbs.of(step)
                        .filter(verb -> !verb.disruptive() && verb.inverse() != null)
                        .flatMap(
                                verb ->
                                        verbs.find(
                                                step.target().hostId(),
                                                step.capability(),
                                                verb.inverse()))
                        .map(Capability.Verb::disruptive)
                        .orElse(false);
    }

    private void malformed(Step step, List<DriverResult.Check> ours, String fault, Instant now) {
        List<DriverResult.Check> checks = new ArrayList<>(ours);
        checks.add(StepForm.failed(fault));
        Step failed = ended(step, StepState.FAILED, ErrorClass.VALIDATION.word(), checks, now);
        row(failed, RehearsalRow.failed(ErrorClass.VALIDATION, "validation_error", fault), now);
    }

    /** Takes in what the driver says of an open step. */
    public void answered(UUID stepId, DriverResult result, Instant now) {
        Step step = book.step(stepId);
        Optional<Capability.Verb> verb = verbs.of(step);
        List<DriverResult.Check> checks = new ArrayList<>();
        checks.addAll(HostChecks.of(inventory.host(step.target().hostId()), verb));
        checks.addAll(result.preconditions());
        Optional<HostTrouble> hopeless = hopeless(step);
        if (result.ok() && hopeless.isPresent()) {
            Step planned = new StepDraft(step).preview(result.preview()).done();
            failed(planned, hopeless.get(), checks, now);
            return;
        }
        Step ended;
        if (!result.ok()) {
            String why = ProbeRule.errorClass(result).word();
            ended = ended(step, StepState.FAILED, why, checks, now);
        } else if (unchanged(result)) {
            ended = ended(step, StepState.SKIPPED, Reasons.ALREADY, checks, now);
        } else {
            ended = ended(step, StepState.CONFIRMED, null, checks, now);
        }
        boolean would = ended.state() == StepState.CONFIRMED;
        Step shown =
                new StepDraft(ended)
                        .preview(result.preview())
                        .would(would)
                        .sentAt(would ? now : null)
                        .stateBefore(ProbeRule.status(result))
                        .done();
        row(shown, doubted(step, RehearsalRow.of(result).severity(result.severity())), now);
    }

    private static boolean unchanged(DriverResult result) {
        return "no change".equals(result.effects().get("summary"));
    }

    /** What rests on a host in trouble, or on targets that were not read, is never quite sure. */
    private RehearsalRow doubted(Step step, RehearsalRow row) {
        Optional<String> why = trouble(step).map(HostTrouble::message);
        if (why.isEmpty() && !doubtful(step)) {
            return row;
        }
        RehearsalRow told = row.because(why.orElse(Reasons.STALE_INVENTORY));
        return told.severity().atLeast(Severity.WARN) ? told : told.severity(Severity.WARN);
    }

    private boolean doubtful(Step step) {
        return basis.stale(step.target().hostId()) && !step.target().type().equals("host");
    }

    private static Step ended(
            Step step,
            StepState state,
            String reason,
            List<DriverResult.Check> checks,
            Instant now) {
        return new StepDraft(step)
                .state(state)
                .reason(reason)
                .preconditions(checks)
                .endedAt(now)
                .done();
    }

    private void row(Step step, RehearsalRow row, Instant now) {
        Map<String, Object> item = new LinkedHashMap<>(row.item());
        item.put("at", now.toString());
        book.change(new StepDraft(step).evidence(List.of(item)).done());
    }

    /** Why the driver could never carry an action out, by its id. */
    public Map<String, String> misfits() {
        Map<String, String> found = new LinkedHashMap<>();
        for (Step step : book.steps()) {
            RehearsalRow row = RehearsalRow.of(step);
            if (row.misfit()) {
                found.putIfAbsent(step.actionId(), row.reason());
            }
        }
        return found;
    }

    /** The record of it all: a run of mode dry run that is over. */
    public Journal.Entry close(Instant now) {
        List<Step> steps = List.copyOf(book.steps());
        Run run = book.run();
        if (!run.state().terminal()) {
            RunOutcome outcome = new RunOutcome(run, steps);
            Severity worst =
                    steps.stream()
                            .map(step -> RehearsalRow.of(step).severity())
                            .reduce(
                                    steps.isEmpty() ? Severity.WARN : Severity.INFO,
                                    (a, b) -> a.compareTo(b) >= 0 ? a : b);
            run =
                    new RunDraft(run)
                            .state(RunState.DONE)
                            .phase(null)
                            .result(outcome.result())
                            .severity(worst)
                            .summary(outcome.summary())
                            .endedAt(now)
                            .done();
        }
        return new Journal.Entry(run, steps);
    }
}
