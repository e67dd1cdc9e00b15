package io.github.walnut.ups;

import java.time.Instant;
import java.util.UUID;

/** Groups outages that begin together. */
@FunctionalInterface
interface Sites {

    /** The site id of an outage that begins now; its own id when it is the first. */
    UUID join(Instant startedAt, UUID outage);
}
