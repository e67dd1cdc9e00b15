package io.github.walnut.app;

import io.github.walnut.api.OutageReads;
import io.github.walnut.store.OutageRepository;
import io.github.walnut.ups.Outage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Outages for the API, from the store. */
final class StoredOutages implements OutageReads {

    private final OutageRepository outages;

    StoredOutages(OutageRepository outages) {
        this.outages = outages;
    }

    @Override
    public List<Outage> between(String upsId, Instant from, Instant to, int limit) {
        return outages.between(upsId, from, to, limit);
    }

    @Override
    public Optional<Outage> find(UUID id) {
        return outages.find(id);
    }
}
