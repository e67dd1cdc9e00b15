package io.github.walnut.api;

import io.github.walnut.ups.Outage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Stored outages. */
public interface OutageReads {

    /**
     * Those that reach into the span, newest first, ties by falling id.
     *
     * @param upsId null for all
     */
    List<Outage> between(String upsId, Instant from, Instant to, int limit);

    Optional<Outage> find(UUID id);
}
