package io.github.walnut.app;

import io.github.walnut.api.DecisionReads;
import io.github.walnut.api.PolicyStore;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.ConditionEvaluator;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyChecks;
import io.github.walnut.policy.PolicyVersion;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.TriggerTrial;
import io.github.walnut.policy.json.CompiledForm;
import io.github.walnut.road.Matching;
import io.github.walnut.store.DecisionLog;
import io.github.walnut.store.PolicyRepository;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Policies for the API: stored, and then at once in force for matching. One change at a time, so
 * that matching gets them in the order of the store.
 */
final class Policies implements PolicyStore, DecisionReads {

    private final PolicyRepository repository;
    private final DecisionLog decisions;
    private final Matching matching;
    private final PolicyEvents events;
    private final Inventory inventory;
    private final Clock clock;
    private volatile Consumer<UUID> changed = id -> {};
    private volatile Consumer<UUID> deleted = id -> {};

    Policies(
            PolicyRepository repository,
            DecisionLog decisions,
            Matching matching,
            PolicyEvents events,
            Inventory inventory,
            Clock clock) {
        this.repository = repository;
        this.decisions = decisions;
        this.matching = matching;
        this.events = events;
        this.inventory = inventory;
        this.clock = clock;
    }

    /** Who hears of each policy that is another now, or gone. */
    void tell(Consumer<UUID> onChange, Consumer<UUID> onDelete) {
        changed = onChange;
        deleted = onDelete;
    }

    @Override
    public List<StoredPolicy> all() {
        return repository.all();
    }

    @Override
    public Optional<StoredPolicy> find(UUID id) {
        return repository.find(id);
    }

    /** Whether a policy other than {@code self} has this name. */
    boolean nameTaken(String name, UUID self) {
        return repository.ids(name).stream().anyMatch(id -> !id.equals(self));
    }

    @Override
    public synchronized void create(StoredPolicy policy, String note) {
        translated(() -> repository.create(change(policy, 0, note)));
        matching.put(policy);
        changed.accept(policy.id());
    }

    @Override
    public synchronized void update(StoredPolicy policy, int expectedVersion, String note) {
        StoredPolicy before = repository.find(policy.id()).orElse(null);
        translated(() -> repository.update(List.of(change(policy, expectedVersion, note))));
        matching.put(policy);
        events.changed(before, policy);
        changed.accept(policy.id());
    }

    @Override
    public synchronized void updateAll(List<StoredPolicy> policies, String note) {
        translated(
                () ->
                        repository.update(
                                policies.stream()
                                        .map(
                                                policy ->
                                                        change(
                                                                policy,
                                                                policy.versionInt() - 1,
                                                                note))
                                        .toList()));
        policies.forEach(matching::put);
        policies.forEach(policy -> changed.accept(policy.id()));
    }

    /** Stores what a check of its surroundings made of it; nothing happens if that is nothing. */
    synchronized void recheck(UUID id, UnaryOperator<StoredPolicy> check) {
        StoredPolicy before = repository.find(id).orElse(null);
        StoredPolicy after = before == null ? null : check.apply(before);
        if (before == null || after.equals(before)) {
            return;
        }
        StoredPolicy kept = rechecked(before, after);
        matching.put(kept);
        events.changed(before, kept);
        changed.accept(id);
    }

    /** Two documents may turn out to mean the same once their names are resolved: both stay. */
    private StoredPolicy rechecked(StoredPolicy before, StoredPolicy after) {
        try {
            repository.update(List.of(change(after, before.versionInt(), null)));
            return after;
        } catch (PolicyRepository.DuplicateException twin) {
            StoredPolicy apart = after.withHash(before.hash());
            repository.update(List.of(change(apart, before.versionInt(), null)));
            return apart;
        }
    }

    /** Their documents were checked against their surroundings just now. */
    void validated(List<UUID> ids) {
        repository.validated(ids, clock.now());
    }

    private PolicyRepository.Change change(StoredPolicy policy, int expected, String note) {
        return new PolicyRepository.Change(policy, expected, note, compiled(policy));
    }

    /** As it is carried out; null while it has errors. */
    private String compiled(StoredPolicy policy) {
        return policy.policy() == null || policy.severity().atLeast(Severity.ERROR)
                ? null
                : new CompiledForm(policy.policy(), inventory)
                        .tree(
                                policy.id(),
                                policy.versionInt(),
                                policy.hash(),
                                policy.behaviourHash())
                        .toString();
    }

    private static void translated(Runnable write) {
        try {
            write.run();
        } catch (PolicyRepository.DuplicateException e) {
            throw new DuplicateException(e.existing());
        } catch (PolicyRepository.ConflictException e) {
            throw new ConflictException(e.getMessage());
        }
    }

    @Override
    public synchronized void delete(UUID id) {
        repository.delete(id);
        matching.remove(id);
        deleted.accept(id);
    }

    @Override
    public void release(UUID id) {
        matching.release(id);
    }

    @Override
    public List<PolicyVersion> versions(UUID id) {
        return repository.versions(id);
    }

    @Override
    public PolicyChecks checks(UUID id) {
        return repository.checks(id);
    }

    @Override
    public List<Decision> of(UUID policyId, int limit) {
        return decisions.of(policyId, limit);
    }

    @Override
    public List<Decision> ofEvent(UUID eventId) {
        return decisions.ofEvent(eventId);
    }

    @Override
    public List<Decision> ofOutage(UUID outageId) {
        return decisions.ofOutage(outageId);
    }

    @Override
    public Prospect prospect(StoredPolicy policy, String upsId) {
        ConditionEvaluator.Outcome outcome = matching.conditions(policy.policy(), upsId);
        return new Prospect(
                policy.id() == null ? List.of() : matching.states(policy.id()),
                outcome.results(),
                outcome.holds());
    }

    @Override
    public ConditionEvaluator.Outcome conditions(Policy policy, String upsId) {
        return matching.conditions(policy, upsId);
    }

    @Override
    public TriggerTrial.Result trial(Trigger trigger, String upsId) {
        return matching.trial(trigger, upsId);
    }

    /** What a rehearsal of it said last. */
    void rehearsed(UUID id, PolicyChecks.DryRun dryRun) {
        repository.rehearsed(id, dryRun);
        changed.accept(id);
    }

    /** What a preflight of it said last. */
    void preflown(UUID id, PolicyChecks.Preflight preflight) {
        repository.preflown(id, preflight);
        changed.accept(id);
    }

    @Override
    public Optional<Instant> dueAt(UUID policyId) {
        return matching.dueAt(policyId);
    }
}
