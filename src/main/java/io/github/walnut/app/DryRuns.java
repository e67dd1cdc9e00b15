package io.github.walnut.app;

import io.github.walnut.api.InventoryRefresh;
import io.github.walnut.api.PolicyDryRuns;
import io.github.walnut.dispatch.Dispatcher;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.RunRequest;
import io.github.walnut.run.Step;
import io.github.walnut.ups.Ids;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Rehearses a policy for somebody who waits for the result. */
final class DryRuns implements PolicyDryRuns, RunListener {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Dispatcher dispatcher;
    private final Journal journal;
    private final InventoryRefresh refresh;
    private final Ids ids;
    private final Map<UUID, CompletableFuture<Void>> closed = new ConcurrentHashMap<>();

    DryRuns(Dispatcher dispatcher, Journal journal, InventoryRefresh refresh, Ids ids) {
        this.dispatcher = dispatcher;
        this.journal = journal;
        this.refresh = refresh;
        this.ids = ids;
    }

    @Override
    public Journal.Entry run(StoredPolicy policy, String upsId, boolean fresh, String actor) {
        if (fresh) {
            policy.policy().actions().stream()
                    .map(Policy.Action::hostId)
                    .distinct()
                    .forEach(host -> refresh.refresh(host, null, false));
        }
        UUID id =
                dispatcher.start(
                        new RunRequest(
                                Run.Kind.MANUAL,
                                Run.Mode.DRY_RUN,
                                policy,
                                null,
                                upsId,
                                null,
                                ids.next(),
                                null,
                                0,
                                actor,
                                "rehearsal"));
        await(id);
        return journal.find(id).orElseThrow();
    }

    private void await(UUID id) {
        CompletableFuture<Void> end = closed.computeIfAbsent(id, key -> new CompletableFuture<>());
        try {
            if (!journal.find(id).map(entry -> entry.run().state().terminal()).orElse(false)) {
                end.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (TimeoutException late) {
            // what stands in the journal by now is the answer
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a future that is only ever completed failed", e);
        } finally {
            closed.remove(id);
        }
    }

    @Override
    public void changed(String type, Run run, List<Step> changed) {
        if (run.state().terminal()) {
            CompletableFuture<Void> waiting = closed.get(run.id());
            if (waiting != null) {
                waiting.complete(null);
            }
        }
    }
}
