package io.github.walnut.api;

import io.github.walnut.run.Obligation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Obligations in memory, without gates; nothing of them is ever started. */
final class MemoryObligations implements ObligationControl {

    private final Map<UUID, Obligation> all = new ConcurrentHashMap<>();

    void put(Obligation obligation) {
        all.put(obligation.id(), obligation);
    }

    @Override
    public List<Owed> owed() {
        return all.values().stream()
                .filter(each -> !each.closed())
                .map(each -> new Owed(each, List.of()))
                .toList();
    }

    @Override
    public Optional<Obligation> dismiss(UUID id, String reason, String actor) {
        Obligation gone =
                all.get(id).with(Obligation.Status.DISMISSED, actor + ": " + reason, Instant.EPOCH);
        put(gone);
        return Optional.of(gone);
    }

    @Override
    public Optional<Obligation> retry(UUID id, String actor) {
        return Optional.of(all.get(id))
                .filter(each -> each.status() == Obligation.Status.FAILED)
                .map(each -> each.released(Instant.EPOCH));
    }

    @Override
    public UUID recover(UUID runId, boolean gates, String actor) {
        throw new Problem(ProblemCode.CONFLICT, "Nothing that run " + runId + " stopped is owed");
    }
}
