package io.github.walnut.app;

import io.github.walnut.api.LiveFeed;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells open sockets of targets and of hosts that are gone, and passes on what it hears. */
final class InventoryNews implements LiveInventory.Listener {

    private final Inventory inventory;
    private final LiveFeed live;
    private final LiveInventory.Listener next;
    private Set<String> known;

    InventoryNews(Inventory inventory, LiveFeed live, LiveInventory.Listener next) {
        this.inventory = inventory;
        this.live = live;
        this.next = next;
        this.known = hosts();
    }

    @Override
    public void hostsChanged() {
        gone().forEach(live::hostRemoved);
        next.hostsChanged();
    }

    private synchronized Set<String> gone() {
        Set<String> gone = known;
        known = hosts();
        gone.removeAll(known);
        return gone;
    }

    private Set<String> hosts() {
        return inventory.hosts().stream().map(Host::id).collect(Collectors.toSet());
    }

    @Override
    public void targetsRead(String hostId, InventoryChange change) {
        if (!change.nothing()) {
            live.inventory(hostId, change.added(), change.removed(), change.changed());
        }
        next.targetsRead(hostId, change);
    }
}
