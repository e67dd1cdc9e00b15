package io.github.walnut.run;

import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Feeds;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.Target;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyTargets;
import io.github.walnut.policy.StillFed;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Turns a match into steps: by stage, then in the order of the actions, then of their targets. What
 * walNUT itself runs on comes last, in a stage of its own. Same input, same plan.
 */
public final class Planner {

    private final Inventory inventory;
    private final TargetResolver resolver;
    private final Ids ids;
    private final Maintenance maintenance;

    /** One for hosts that are never in maintenance. */
    public Planner(Inventory inventory, TargetResolver resolver, Ids ids) {
        this(inventory, resolver, ids, Maintenance.NONE);
    }

    public Planner(Inventory inventory, TargetResolver resolver, Ids ids, Maintenance maintenance) {
        this.maintenance = maintenance;
        this.inventory = inventory;
        this.resolver = resolver;
        this.ids = ids;
    }

    /**
     * Adds to what the book holds: targets that were planned before stay, whatever is known now.
     *
     * @param now becomes the end of steps that are final from the start
     * @return the steps that the book lacks, and the hash of the whole plan
     */
    Plan plan(RunBook book, Policy policy, PlanBasis basis, Instant now) {
        List<String> notes = new ArrayList<>();
        boolean doubtful = false;
        List<Step> steps = new ArrayList<>();
        for (Policy.Action action : inOrder(policy)) {
            if (misses(basis, action)) {
                continue;
            }
            TargetResolver.Resolution found = resolver.resolve(action, basis.stale(hostId(action)));
            notes.addAll(found.notes());
            doubtful |= found.stale() || found.targets().isEmpty();
            List<Target> targets = together(planned(book, action), found.targets());
            steps.addAll(steps(book.run(), policy, action, targets, now));
        }
        List<Step> whole = positioned(selfLast(policy, steps), 0);
        return new Plan(
                positioned(lacking(book, whole), book.steps().size()),
                Sha256.of(PlanText.of(book.run(), whole)),
                doubtful ? Severity.WARN : Severity.INFO,
                notes);
    }

    /** The action needs targets that its host has not told yet. */
    boolean misses(PlanBasis basis, Policy.Action action) {
        return needsTargets(action) && basis.missing().contains(hostId(action));
    }

    /** A host itself is always known. */
    private static boolean needsTargets(Policy.Action action) {
        return !action.targetType().equals("host");
    }

    /** The hosts whose targets have to be known, with the types of these. */
    public Map<String, Set<String>> needs(Policy policy) {
        Map<String, Set<String>> types = new LinkedHashMap<>();
        policy.actions().stream()
                .filter(action -> action.enabled() && needsTargets(action))
                .forEach(
                        action ->
                                types.computeIfAbsent(hostId(action), id -> new TreeSet<>())
                                        .add(action.targetType()));
        return types;
    }

    private String hostId(Policy.Action action) {
        return inventory.host(action.hostId()).map(Host::id).orElse(action.hostId());
    }

    /** What the action selected before; the row of an empty selection is no target. */
    private static List<Target> planned(RunBook book, Policy.Action action) {
        return book.steps().stream()
                .filter(step -> step.actionId().equals(action.id()))
                .map(Step::target)
                .filter(target -> !target.externalId().isEmpty())
                .toList();
    }

    private static List<Target> together(List<Target> before, List<Target> now) {
        Map<String, Target> all = new LinkedHashMap<>();
        before.forEach(target -> all.put(target.id(), target));
        now.forEach(target -> all.putIfAbsent(target.id(), target));
        return List.copyOf(all.values());
    }

    /** What is not planned yet and may still be: its stage has not ended. */
    private static List<Step> lacking(RunBook book, List<Step> whole) {
        Set<String> known = book.steps().stream().map(Planner::place).collect(Collectors.toSet());
        return whole.stream()
                .filter(step -> !known.contains(place(step)))
                .filter(step -> !book.openedAfter(step.stage()))
                .toList();
    }

    private static String place(Step step) {
        return step.actionId() + " " + step.target().hostId() + "/" + step.target().id();
    }

    private static List<Policy.Action> inOrder(Policy policy) {
        return policy.actions().stream()
                .filter(Policy.Action::enabled)
                .sorted(Comparator.comparingInt(Policy.Action::stage))
                .toList();
    }

    private List<Step> steps(
            Run run, Policy policy, Policy.Action action, List<Target> targets, Instant now) {
        StepPlan plan = new StepPlan(run.id(), action, verb(action), now);
        if (targets.isEmpty()) {
            return List.of(plan.empty(ids.next(), hostId(action)));
        }
        return targets.stream()
                .map(this::marked)
                .map(target -> plan.step(ids.next(), target, skipped(run, policy, target)))
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

    /** Why nothing is done to the target, or null. */
    private String skipped(Run run, Policy policy, Target target) {
        if (PolicyTargets.excluded(inventory, policy, target.hostId())
                || maintenance.ofHost(target.hostId(), run.createdAt())) {
            return Reasons.EXCLUDED;
        }
        Feeds feeds = inventory.host(target.hostId()).map(Host::feeds).orElse(null);
        return StillFed.is(policy, run.triggers(), feeds) ? Reasons.STILL_FED : null;
    }

    private static List<Step> selfLast(Policy policy, List<Step> steps) {
        int last = inOrder(policy).stream().mapToInt(Policy.Action::stage).max().orElse(0) + 1;
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

    private static List<Step> positioned(List<Step> steps, int first) {
        return IntStream.range(0, steps.size())
                .mapToObj(i -> new StepDraft(steps.get(i)).position(first + i).done())
                .toList();
    }
}
