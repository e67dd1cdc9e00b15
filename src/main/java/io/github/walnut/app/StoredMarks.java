package io.github.walnut.app;

import io.github.walnut.api.TargetMarks;
import io.github.walnut.inventory.Marks;
import io.github.walnut.inventory.Sighting;
import io.github.walnut.store.InventoryRepository;
import java.util.Collection;
import java.util.Map;

/** Marks of targets, in the store and in the inventory. */
record StoredMarks(InventoryRepository repository, LiveInventory inventory) implements TargetMarks {

    @Override
    public Map<String, Marks> of(String hostId) {
        return repository.marks(hostId);
    }

    @Override
    public Map<String, Sighting> seen(String hostId, Collection<String> targetIds) {
        return repository.sightings(hostId, targetIds);
    }

    @Override
    public boolean set(String hostId, String targetId, Marks marks) {
        boolean there = repository.mark(hostId, targetId, marks);
        if (there) {
            inventory.reload(hostId);
        }
        return there;
    }
}
