package io.github.walnut.run;

import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.Selector;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.Policy.Action.OnPowerReturn;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the run that starts again what was stopped. Same input, same plan. */
public final class RecoveryPlan {

    private final Verbs verbs;
    private final Ids ids;

    public RecoveryPlan(Inventory inventory, Ids ids) {
        this.verbs = new Verbs(inventory);
        this.ids = ids;
    }

    /**
     * Who makes it, and on what.
     *
     * @param snapshot the document of the policy
     * @param reason {@link Reasons#REVERSAL}, {@link Reasons#WITHOUT_GATES} or null
     * @param gates that let it begin
     */
    public record Order(
            String snapshot,
            int versionInt,
            String behaviourHash,
            String actor,
            String reason,
            List<Gate> gates,
            long epoch) {}

    /** The run with its steps; the obligations are taken up by it. */
    public RunBook begin(
            Recovering what, List<Obligation> ready, Order order, Obligations book, Instant now) {
        Run run = run(what.parent(), order, now);
        List<Step> steps = steps(run, what, ready, now);
        Run planned = new RunDraft(run).planHash(Sha256.of(PlanText.of(run, steps))).done();
        RunBook made = new RunBook(planned, List.of(), RunTerms.of(what.terms()));
        made.grow(steps);
        for (Obligation each : ready) {
            Obligation claimed = each.claimed(run.id(), now);
            book.replaced(claimed);
            made.change(claimed);
        }
        return made;
    }

    private List<Step> steps(Run run, Recovering what, List<Obligation> ready, Instant now) {
        Waves waves = what.waves(ready);
        Map<String, Integer> onHost = new HashMap<>();
        List<Step> steps = new ArrayList<>();
        for (Obligation each : waves.inOrder()) {
            int wave = waves.of(each);
            int place = onHost.merge(wave + " " + each.target().hostId(), 1, Integer::sum) - 1;
            Duration delay = what.how().stagger().multipliedBy(place);
            Policy.Action start = start(each, wave, waves, delay, what.how().timeout());
            Step step =
                    new StepPlan(
                                    run.id(),
                                    start,
                                    verbs.find(
                                            each.target().hostId(), each.capability(), each.verb()),
                                    now)
                            .step(ids.next(), each.target(), null);
            steps.add(new StepDraft(step).position(steps.size()).done());
        }
        return steps;
    }

    private static Policy.Action start(
            Obligation owed, int wave, Waves waves, Duration delay, Duration timeout) {
        return new Policy.Action(
                owed.actionId(),
                true,
                owed.target().hostId(),
                owed.capability(),
                owed.verb(),
                owed.target().type(),
                Selector.NONE,
                owed.params(),
                null,
                wave,
                List.copyOf(waves.actionsBefore(owed)),
                delay,
                timeout,
                List.of(),
                OnPowerReturn.FINISH,
                true);
    }

    private Run run(Run parent, Order order, Instant now) {
        return new Run(
                ids.next(),
                Run.Kind.RECOVERY,
                Run.Mode.LIVE,
                parent.policyId(),
                parent.policyName(),
                parent.priority(),
                order.versionInt(),
                order.behaviourHash(),
                order.snapshot(),
                null,
                RunState.RUNNING,
                null,
                null,
                Severity.INFO,
                order.reason(),
                null,
                parent.upsId(),
                null,
                parent.correlationId(),
                parent.outageId(),
                parent.episode(),
                parent.id(),
                List.of(),
                List.of(),
                List.of(),
                order.actor(),
                order.epoch(),
                0,
                Course.begun(order.gates()),
                now,
                null,
                null,
                null);
    }
}
