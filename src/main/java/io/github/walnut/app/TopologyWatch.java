package io.github.walnut.app;

import io.github.walnut.inventory.Feeds;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import java.util.HashMap;
import java.util.Map;

/** Tells when another UPS feeds a host, and passes on everything that it hears itself. */
final class TopologyWatch implements LiveInventory.Listener {

    private final Inventory inventory;
    private final Runnable changed;
    private final LiveInventory.Listener next;
    private Map<String, Feeds> known;

    TopologyWatch(Inventory inventory, Runnable changed, LiveInventory.Listener next) {
        this.inventory = inventory;
        this.changed = changed;
        this.next = next;
        this.known = feeds();
    }

    @Override
    public void hostsChanged() {
        if (news()) {
            changed.run();
        }
        next.hostsChanged();
    }

    private synchronized boolean news() {
        Map<String, Feeds> before = known;
        known = feeds();
        return !known.equals(before);
    }

    private Map<String, Feeds> feeds() {
        Map<String, Feeds> feeds = new HashMap<>();
        for (Host host : inventory.hosts()) {
            if (host.feeds() != null) {
                feeds.put(host.id(), host.feeds());
            }
        }
        return feeds;
    }

    @Override
    public void targetsRead(String hostId, InventoryChange change) {
        next.targetsRead(hostId, change);
    }
}
