package io.github.walnut.run;

import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.Target;
import io.github.walnut.policy.Policy;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Turns a match into steps: by stage, then in the order of the actions, then of their targets. What
 * walNUT itself runs on comes last, in a stage of its own. Same input, same plan.
 */
public final class Planner {

    private final Inventory inventory;
    private final TargetResolver resolver;
    private final Ids ids;

    public Planner(Inventory inventory, TargetResolver resolver, Ids ids) {
        this.inventory = inventory;
        this.resolver = resolver;
        this.ids = ids;
    }

    /**
     * @param runId of the run to which the steps will belong
     * @param now becomes the end of steps that are final from the start
     */
    public Plan plan(UUID runId, RunRequest request, Instant now) {
        Policy policy = request.policy().policy();
        List<String> notes = new ArrayList<>();
        boolean doubtful = false;
        List<Step> steps = new ArrayList<>();
        for (Policy.Action action : inOrder(policy)) {
            TargetResolver.Resolution found = resolver.resolve(action);
            notes.addAll(found.notes());
            doubtful |= found.stale() || found.targets().isEmpty();
            steps.addAll(steps(runId, policy, action, found.targets(), now));
        }
        List<Step> ordered = positioned(selfLast(steps));
        return new Plan(
                ordered,
                Sha256.of(PlanText.of(request, ordered)),
                doubtful ? Severity.WARN : Severity.INFO,
                notes);
    }

    private static List<Policy.Action> inOrder(Policy policy) {
        return policy.actions().stream()
                .filter(Policy.Action::enabled)
                .sorted(Comparator.comparingInt(Policy.Action::stage))
                .toList();
    }

    private List<Step> steps(
            UUID runId, Policy policy, Policy.Action action, List<Target> targets, Instant now) {
        StepPlan plan = new StepPlan(runId, action, verb(action), now);
        Optional<Host> host = inventory.host(action.hostId());
        if (targets.isEmpty()) {
            return List.of(plan.empty(ids.next(), host.map(Host::id).orElse(action.hostId())));
        }
        return targets.stream()
                .map(this::marked)
                .map(target -> plan.step(ids.next(), target, excluded(policy, target)))
                .toList();
    }

    private Optional<Capability.Verb> verb(Policy.Action action) {
        return inventory
                .host(action.hostId())
                .flatMap(
                        host ->
                                new Verbs(inventory)
                                        .find(host.id(), action.capability(), action.verb()));
    }

    private boolean excluded(Policy policy, Target target) {
        return policy.neverHosts().stream()
                .map(id -> inventory.host(id).map(Host::id).orElse(id))
                .anyMatch(target.hostId()::equals);
    }

    private static List<Step> selfLast(List<Step> steps) {
        int last = steps.stream().mapToInt(Step::stage).max().orElse(0) + 1;
        return steps.stream()
                .map(step -> step.target().self() ? new StepDraft(step).stage(last).done() : step)
                .sorted(Comparator.comparingInt(Step::stage))
                .toList();
    }

    /** A host that carries walNUT is itself, even where the target does not say so. */
    private Target marked(Target target) {
        boolean self =
                target.type().equals("host")
                        && inventory.host(target.hostId()).map(Host::self).orElse(false);
        return !self || target.self()
                ? target
                : new Target(
                        target.hostId(),
                        target.type(),
                        target.externalId(),
                        target.name(),
                        target.status(),
                        target.attrs(),
                        target.labels(),
                        target.active(),
                        target.guarded(),
                        true);
    }

    private static List<Step> positioned(List<Step> steps) {
        return IntStream.range(0, steps.size())
                .mapToObj(i -> new StepDraft(steps.get(i)).position(i).done())
                .toList();
    }
}
