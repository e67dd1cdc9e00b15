package io.github.walnut.app;

import io.github.walnut.road.Matching;
import io.github.walnut.store.FactsRepository;
import io.github.walnut.store.UpsRepository;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsFleet;
import java.util.function.Consumer;

/** Takes a UPS out of everything that watches it or decides by it; its history stays. */
final class UpsRemoval {

    private final UpsRepository repository;
    private final FactsRepository facts;
    private final UpsFleet fleet;
    private final Matching matching;
    private final UpsViews views;
    private volatile Consumer<String> removed = ups -> {};

    UpsRemoval(
            UpsRepository repository,
            FactsRepository facts,
            UpsFleet fleet,
            Matching matching,
            UpsViews views) {
        this.repository = repository;
        this.facts = facts;
        this.fleet = fleet;
        this.matching = matching;
        this.views = views;
    }

    /** Who hears the id of each UPS that is gone. */
    void onRemoval(Consumer<String> listener) {
        removed = listener;
    }

    /**
     * Only for one that is not polled any more: any other comes back with a poll. On the core's
     * thread, so that no poll is under way. What was known of it goes first: a start after half of
     * the work still lists the UPS, and does not take up facts of one that is gone.
     */
    void remove(String upsId) {
        facts.delete(upsId);
        repository.delete(upsId);
        fleet.remove(upsId);
        matching.forget(upsId);
        views.forget(upsId);
        removed.accept(upsId);
    }

    /** One that came back meanwhile stays. */
    void removeAbsent(String upsId) {
        if (fleet.facts(upsId).filter(UpsFacts::absent).isPresent()) {
            remove(upsId);
        }
    }

    /** Those that a server listed and that were never polled. */
    void removeUnheard(String serverId) {
        repository.all().stream()
                .filter(ups -> ups.serverId().equalsIgnoreCase(serverId))
                .forEach(ups -> remove(ups.id()));
    }
}
