package io.github.walnut.app;

import io.github.walnut.road.Matching;
import io.github.walnut.store.UpsRepository;
import io.github.walnut.ups.UpsFleet;

/** Takes a UPS out of everything that watches it or decides by it; its history stays. */
final class UpsRemoval {

    private final UpsRepository repository;
    private final UpsFleet fleet;
    private final Matching matching;

    UpsRemoval(UpsRepository repository, UpsFleet fleet, Matching matching) {
        this.repository = repository;
        this.fleet = fleet;
        this.matching = matching;
    }

    /** Only for one that its server does not list any more: any other comes back with a poll. */
    void remove(String upsId) {
        repository.delete(upsId);
        fleet.remove(upsId);
        matching.forget(upsId);
    }
}
