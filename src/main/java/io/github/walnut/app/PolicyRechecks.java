package io.github.walnut.app;

import io.github.walnut.dispatch.NamedThreads;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyEdits;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.PolicyTargets;
import io.github.walnut.policy.StoredPolicy;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks stored policies anew when what surrounds them changes: at each start, when hosts come, go
 * or tell their targets, when UPSs come or go, and now and then. News that come close together are
 * one check.
 */
final class PolicyRechecks implements LiveInventory.Listener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyRechecks.class);
    private static final Duration TOGETHER = Duration.ofMillis(300);
    private static final Duration NOW_AND_THEN = Duration.ofMinutes(5);
    private static final Duration UPS_LOOK = Duration.ofSeconds(2);

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new NamedThreads("policy-recheck"));
    private final RoundFaults faults = new RoundFaults(LOG, thread::isShutdown);
    private final Policies policies;
    private final PolicyCheck check;
    private final Inventory inventory;
    private final Set<String> hosts = new LinkedHashSet<>();
    private final Supplier<Set<String>> upsIds;
    private Set<String> knownUps = Set.of();
    private boolean everything;
    private boolean due;
    private Runnable onceChecked;

    /**
     * @param upsIds of every known UPS
     */
    PolicyRechecks(
            Policies policies,
            PolicyCheck check,
            Inventory inventory,
            Supplier<Set<String>> upsIds) {
        this.upsIds = upsIds;
        this.policies = policies;
        this.check = check;
        this.inventory = inventory;
    }

    /**
     * @param checked hears when every policy was checked for the first time; if it fails, when they
     *     were for the next time
     */
    void start(Runnable checked) {
        onceChecked = checked;
        thread.scheduleWithFixedDelay(
                this::hostsChanged, 0, NOW_AND_THEN.toMillis(), TimeUnit.MILLISECONDS);
        thread.scheduleWithFixedDelay(
                this::lookForUps, 0, UPS_LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A UPS that came or went may have a name that a policy uses. */
    private synchronized void lookForUps() {
        Set<String> now = upsIds.get();
        if (!now.equals(knownUps)) {
            knownUps = now;
            hostsChanged();
        }
    }

    @Override
    public synchronized void hostsChanged() {
        everything = true;
        plan();
    }

    @Override
    public synchronized void targetsRead(String hostId, InventoryChange change) {
        if (change.firstOfType() || !change.nothing()) {
            hosts.add(hostId);
            plan();
        }
    }

    private void plan() {
        if (!due && !thread.isShutdown()) {
            due = true;
            thread.schedule(this::run, TOGETHER.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void run() {
        try {
            Set<String> changed = taken();
            recheck(
                    policies.all().stream()
                            .filter(policy -> changed == null || concerns(policy, changed))
                            .map(StoredPolicy::id)
                            .toList());
            if (changed == null && onceChecked != null) {
                onceChecked.run();
                onceChecked = null;
            }
        } catch (RuntimeException e) {
            faults.tell("Policies could not be checked anew", e);
        }
    }

    /** The hosts that have news; null when every policy is due. */
    private synchronized Set<String> taken() {
        Set<String> changed = everything ? null : Set.copyOf(hosts);
        hosts.clear();
        everything = false;
        due = false;
        return changed;
    }

    private boolean concerns(StoredPolicy policy, Set<String> changed) {
        return policy.policy() == null
                || policy.policy().actions().stream()
                        .map(Policy.Action::hostId)
                        .anyMatch(
                                host ->
                                        inventory
                                                .host(host)
                                                .map(known -> changed.contains(known.id()))
                                                .orElse(true));
    }

    private void recheck(List<UUID> ids) {
        ids.forEach(id -> policies.recheck(id, this::rechecked));
        policies.validated(ids);
    }

    private StoredPolicy rechecked(StoredPolicy before) {
        PolicyReading reading = check.stored(before);
        int targets =
                reading.policy() == null
                        ? 0
                        : new PolicyTargets(inventory).of(reading.policy()).size();
        return PolicyEdits.rechecked(before, reading, targets);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
