package io.github.walnut.app;

import io.github.walnut.dispatch.NamedThreads;
import io.github.walnut.policy.StoredPolicy;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the hosts known about which conditions ask: a trigger without a window leaves no time to
 * ask them when it is met.
 */
final class ConditionHosts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConditionHosts.class);
    private static final Duration EVERY = Duration.ofSeconds(20);

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new NamedThreads("condition-hosts"));
    private final Supplier<Collection<StoredPolicy>> policies;
    private final Refreshes refreshes;

    /**
     * @param policies that are decided about
     */
    ConditionHosts(Supplier<Collection<StoredPolicy>> policies, Refreshes refreshes) {
        this.policies = policies;
        this.refreshes = refreshes;
    }

    void start() {
        thread.scheduleWithFixedDelay(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void look() {
        try {
            policies.get().forEach(policy -> refreshes.know(policy.policy()));
        } catch (RuntimeException e) {
            new RoundFaults(LOG, thread::isShutdown)
                    .tell("The hosts that conditions ask for could not be asked", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
