package io.github.walnut.dispatch;

import io.github.walnut.policy.Policy;
import io.github.walnut.policy.Recovery;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Obligation;
import io.github.walnut.run.PowerBond;
import io.github.walnut.run.Reasons;
import io.github.walnut.run.Recovering;
import io.github.walnut.run.Reversal;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunBook;
import io.github.walnut.run.RunTerms;
import io.github.walnut.run.Step;
import io.github.walnut.run.Supply;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** What is owed, put together with the runs and policies that it comes from. */
final class Owing {

    /**
     * What is started again together.
     *
     * @param reversed the run whose orders are undone, or null
     */
    record Key(UUID policyId, UUID reversed) {}

    /**
     * A run that stopped something.
     *
     * @param policy with which it started, or null when its document no longer reads
     */
    private record Parent(Run run, Collection<Step> steps, Policy policy) {
        PowerBond bond() {
            return policy == null ? PowerBond.NONE : PowerBond.of(policy, run);
        }
    }

    /** The same for one look, with the ids of the steps that are to be undone. */
    private record Stopped(Parent parent, Set<UUID> due) {}

    private final Map<UUID, Parent> finalParents = new HashMap<>();
    private final DispatchPorts ports;
    private final Desk desk;

    Owing(DispatchPorts ports, Desk desk) {
        this.ports = ports;
        this.desk = desk;
    }

    /** The open obligations of which something may come by itself. */
    Map<Key, Recovering> groups() {
        List<Obligation> open =
                ports.obligations().open().stream()
                        .filter(each -> each.status() == Obligation.Status.OPEN)
                        .toList();
        finalParents.keySet().retainAll(open.stream().map(Obligation::runId).toList());
        Map<UUID, Optional<Stopped>> stopped = new HashMap<>();
        Map<Key, List<Obligation>> sorted = new LinkedHashMap<>();
        for (Obligation each : open) {
            stopped.computeIfAbsent(each.runId(), this::stopped)
                    .flatMap(by -> key(each, by))
                    .ifPresent(
                            key -> sorted.computeIfAbsent(key, any -> new ArrayList<>()).add(each));
        }
        Map<Key, Recovering> groups = new LinkedHashMap<>();
        sorted.forEach((key, owed) -> groups.put(key, together(owed, key.reversed() != null)));
        return groups;
    }

    private Optional<Stopped> stopped(UUID runId) {
        return parent(runId)
                .map(
                        parent ->
                                new Stopped(
                                        parent,
                                        Reversal.due(parent.run(), parent.steps()).stream()
                                                .map(Step::id)
                                                .collect(Collectors.toSet())));
    }

    private Optional<Key> key(Obligation owed, Stopped by) {
        boolean block = block(owed.policyId()).isPresent();
        if (undone(by, owed, block)) {
            return Optional.of(new Key(owed.policyId(), owed.runId()));
        }
        return block && by.parent().run().outageId() != null
                ? Optional.of(new Key(owed.policyId(), null))
                : Optional.empty();
    }

    /**
     * Power came back while its run was under way. If it has gone again since, the battery is no
     * longer what it was, so a policy with a recovery block waits for its gates.
     */
    private boolean undone(Stopped by, Obligation owed, boolean block) {
        return by.due().contains(owed.stepId()) && (!block || sameReturn(by.parent()));
    }

    private boolean sameReturn(Parent parent) {
        return new Supply(List.of(parent.bond()), true)
                .returnedAt(desk.power())
                .filter(at -> !at.isAfter(parent.run().course().powerReturnedAt()))
                .isPresent();
    }

    private Optional<Recovery> block(UUID policyId) {
        return stored(policyId)
                .map(StoredPolicy::policy)
                .map(Policy::recovery)
                .filter(Recovery::enabled);
    }

    private Optional<StoredPolicy> stored(UUID policyId) {
        return Optional.ofNullable(policyId).flatMap(ports.present()::find);
    }

    /** These starts, with all that has to be known about them. */
    Recovering together(List<Obligation> owed, boolean reversal) {
        List<Parent> parents =
                owed.stream()
                        .map(Obligation::runId)
                        .distinct()
                        .flatMap(id -> parent(id).stream())
                        .toList();
        Run latest =
                parents.stream()
                        .map(Parent::run)
                        .max(Comparator.comparing(Run::createdAt))
                        .orElseThrow();
        UUID policyId = owed.get(0).policyId();
        Optional<StoredPolicy> stored = stored(policyId);
        return new Recovering(
                policyId,
                owed,
                latest,
                new Supply(parents.stream().map(Parent::bond).distinct().toList(), reversal),
                block(policyId).orElse(Recovering.PLAIN).with(ports.present().recoveryDefaults()),
                before(parents),
                neverHosts(stored, parents),
                ports.present().armed()
                        && stored.map(known -> known.inForce() && known.armed()).orElse(true),
                reversal);
    }

    /** Stopped before, so started after: by action, those that had waited for it. */
    private static Map<String, Set<String>> before(List<Parent> parents) {
        Map<String, Set<String>> before = new HashMap<>();
        parents.stream()
                .filter(parent -> parent.policy() != null)
                .flatMap(parent -> parent.policy().actions().stream())
                .forEach(
                        action ->
                                action.after()
                                        .forEach(
                                                earlier ->
                                                        before.computeIfAbsent(
                                                                        earlier,
                                                                        any -> new TreeSet<>())
                                                                .add(action.id())));
        return before;
    }

    private static List<String> neverHosts(Optional<StoredPolicy> stored, List<Parent> parents) {
        return stored.map(StoredPolicy::policy)
                .map(Policy::neverHosts)
                .orElseGet(
                        () ->
                                parents.stream()
                                        .filter(parent -> parent.policy() != null)
                                        .flatMap(parent -> parent.policy().neverHosts().stream())
                                        .distinct()
                                        .collect(Collectors.toList()));
    }

    /** An unfinished recovery run of the same policy goes first: order matters among them. */
    boolean busy(Recovering what) {
        return desk.books().stream()
                .map(RunBook::run)
                .filter(run -> run.kind() == Run.Kind.RECOVERY && !run.state().terminal())
                .anyMatch(run -> run.policyId().equals(what.parent().policyId()));
    }

    /** What a recovery run that goes on after a restart has to know. */
    RunTerms terms(Run run) {
        List<Obligation> taken =
                ports.obligations().open().stream()
                        .filter(each -> run.id().equals(each.recoveryRun()))
                        .filter(each -> parent(each.runId()).isPresent())
                        .toList();
        return taken.isEmpty()
                ? RunTerms.NONE
                : RunTerms.of(together(taken, Reasons.REVERSAL.equals(run.reason())).terms());
    }

    private Optional<Parent> parent(UUID runId) {
        Parent known = finalParents.get(runId);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Parent> found =
                desk.book(runId)
                        .map(book -> parent(book.run(), book.steps()))
                        .or(() -> ports.journal().find(runId).map(this::parent));
        found.filter(parent -> parent.run().state().terminal())
                .ifPresent(parent -> finalParents.put(runId, parent));
        return found;
    }

    /** The run that stopped something. */
    Optional<Run> run(UUID runId) {
        return parent(runId).map(Parent::run);
    }

    private Parent parent(Journal.Entry entry) {
        return parent(entry.run(), entry.steps());
    }

    private Parent parent(Run run, Collection<Step> steps) {
        return new Parent(run, List.copyOf(steps), ports.policies().apply(run).orElse(null));
    }
}
