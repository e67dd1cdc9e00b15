package io.github.walnut.app;

import io.github.walnut.api.LiveFeed;
import io.github.walnut.dispatch.NamedThreads;
import io.github.walnut.publish.UpsView;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells open sockets which policies are about to match, and which are not any more. Looks a moment
 * after something changed, beside the core, which may have changed thousands.
 */
final class PendingNews implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PendingNews.class);
    private static final long TOGETHER_MILLIS = 100;

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new NamedThreads("pending-news"));
    private final Function<String, Map<UUID, UpsView.Next>> pending;
    private final LiveFeed live;
    private final Map<String, Map<UUID, UpsView.Next>> told = new HashMap<>();
    private Set<String> changed = new HashSet<>();

    /**
     * @param pending what is pending for a UPS now, by policy
     */
    PendingNews(Function<String, Map<UUID, UpsView.Next>> pending, LiveFeed live) {
        this.pending = pending;
        this.live = live;
    }

    /** For these UPSs something may be pending that was not, or the other way round. */
    synchronized void changed(Set<String> upsIds) {
        boolean planned = !changed.isEmpty();
        changed.addAll(upsIds);
        if (!planned && !changed.isEmpty()) {
            try {
                thread.schedule(this::lookAll, TOGETHER_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("Nobody is told of what is pending at the end: {}", e.getMessage());
            }
        }
    }

    private synchronized Set<String> taken() {
        Set<String> taken = changed;
        changed = new HashSet<>();
        return taken;
    }

    private void lookAll() {
        try {
            taken().forEach(this::look);
        } catch (RuntimeException e) {
            new RoundFaults(LOG, thread::isShutdown)
                    .tell("Open sockets are not told of what is pending", e);
        }
    }

    private void look(String upsId) {
        Map<UUID, UpsView.Next> before = told.getOrDefault(upsId, Map.of());
        Map<UUID, UpsView.Next> now = new LinkedHashMap<>(pending.apply(upsId));
        told.put(upsId, now);
        before.keySet().stream()
                .filter(policy -> !now.containsKey(policy))
                .forEach(policy -> live.policyPending(policy, upsId, null));
        now.forEach(
                (policy, next) -> {
                    UpsView.Next known = before.get(policy);
                    if (known == null || !known.at().equals(next.at())) {
                        live.policyPending(policy, upsId, next);
                    }
                });
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
