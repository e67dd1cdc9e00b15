package io.github.walnut.inventory;

import java.time.Instant;

/**
 * When a target was found among those of its host.
 *
 * @param last the latest reading that held it
 * @param goneSince the reading that made it count as gone, or null while it is there
 */
public record Sighting(Instant first, Instant last, Instant goneSince) {

    /** Of what was never read, such as the host itself. */
    public static final Sighting NONE = new Sighting(null, null, null);
}
