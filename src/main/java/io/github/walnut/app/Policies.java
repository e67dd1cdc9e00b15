package io.github.walnut.app;

import io.github.walnut.api.DecisionReads;
import io.github.walnut.api.PolicyStore;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.road.Matching;
import io.github.walnut.store.DecisionLog;
import io.github.walnut.store.PolicyRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Policies for the API: stored, and then at once in force for matching. One change at a time, so
 * that matching gets them in the order of the store.
 */
final class Policies implements PolicyStore, DecisionReads {

    private final PolicyRepository repository;
    private final DecisionLog decisions;
    private final Matching matching;

    Policies(PolicyRepository repository, DecisionLog decisions, Matching matching) {
        this.repository = repository;
        this.decisions = decisions;
        this.matching = matching;
    }

    @Override
    public List<StoredPolicy> all() {
        return repository.all();
    }

    @Override
    public Optional<StoredPolicy> find(UUID id) {
        return repository.find(id);
    }

    @Override
    public synchronized void create(StoredPolicy policy, String note) {
        try {
            repository.create(policy, note);
        } catch (PolicyRepository.DuplicateException e) {
            throw new DuplicateException(e.existing());
        }
        matching.put(policy);
    }

    @Override
    public synchronized void update(StoredPolicy policy, int expectedVersion, String note) {
        try {
            repository.update(policy, expectedVersion, note);
        } catch (PolicyRepository.DuplicateException e) {
            throw new DuplicateException(e.existing());
        } catch (PolicyRepository.ConflictException e) {
            throw new ConflictException(e.getMessage());
        }
        matching.put(policy);
    }

    @Override
    public synchronized void delete(UUID id) {
        repository.delete(id);
        matching.remove(id);
    }

    @Override
    public List<Decision> of(UUID policyId, int limit) {
        return decisions.of(policyId, limit);
    }

    @Override
    public Optional<Instant> dueAt(UUID policyId) {
        return matching.dueAt(policyId);
    }
}
