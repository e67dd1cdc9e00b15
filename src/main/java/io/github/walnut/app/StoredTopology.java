package io.github.walnut.app;

import io.github.walnut.api.Problem;
import io.github.walnut.api.ProblemCode;
import io.github.walnut.api.TopologyDesk;
import io.github.walnut.inventory.Feeds;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Topology;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.TopologyCheck;
import io.github.walnut.store.SettingsRepository;
import io.github.walnut.ups.UpsFacts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The topology: its graph in tables of its own, the feeds with the hosts. */
final class StoredTopology implements TopologyDesk {

    /** The group of settings that holds nothing but the version. */
    private static final String GROUP = "topology";

    private final StoreRoom store;
    private final LiveInventory inventory;
    private final Supplier<List<UpsFacts>> ups;

    StoredTopology(StoreRoom store, LiveInventory inventory, Supplier<List<UpsFacts>> ups) {
        this.store = store;
        this.inventory = inventory;
        this.ups = ups;
    }

    @Override
    public Topology topology() {
        Map<String, Feeds> feeds = new LinkedHashMap<>();
        for (Host host : inventory.hosts()) {
            if (host.feeds() != null) {
                feeds.put(host.id(), host.feeds());
            }
        }
        return new Topology(version() + 1, store.topology.nodes(), store.topology.links(), feeds);
    }

    private int version() {
        return store.settings.find(GROUP).map(SettingsRepository.Group::version).orElse(0);
    }

    @Override
    public Topology replace(Topology wish, int version, String actor) {
        List<Finding> refusals = check().refusals(wish);
        if (!refusals.isEmpty()) {
            throw new Problem(
                            ProblemCode.TOPOLOGY_INVALID,
                            refusals.size() + " error(s), first: " + refusals.get(0).message())
                    .withErrors(refusals);
        }
        try {
            store.database.together(
                    () -> {
                        store.settings.save(GROUP, Map.of(), version - 1, actor);
                        store.topology.replace(wish.nodes(), wish.links());
                        store.hosts.setFeeds(wish.feeds());
                        return null;
                    });
        } catch (SettingsRepository.ConflictException e) {
            throw new Problem(ProblemCode.VERSION_MISMATCH, "The topology was changed meanwhile")
                    .with("current_version", topology().version());
        }
        inventory.reload();
        return topology();
    }

    /** The feeds of a host were changed elsewhere. */
    synchronized void feedsChanged(String actor) {
        store.settings.save(GROUP, Map.of(), version(), actor);
    }

    @Override
    public List<Finding> findings() {
        List<StoredPolicy> policies = store.policies.all();
        return check().findings(topology(), policies);
    }

    private TopologyCheck check() {
        return new TopologyCheck(inventory, ups.get().stream().map(UpsFacts::upsId).toList());
    }
}
