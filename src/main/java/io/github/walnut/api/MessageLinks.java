package io.github.walnut.api;

import io.github.walnut.security.ActionLink;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;

/** Links of messages with which a run is held or goes on, without a login. */
public interface MessageLinks {

    /** How long a link holds a run. */
    Duration HOLD = Duration.ofMinutes(10);

    /**
     * What the holder of a link can do now.
     *
     * @param policy name of the policy that runs
     * @param upsId null when no UPS caused the run
     * @param endsAt when the run goes on by itself, or null when that is not known
     */
    record Offer(
            ActionLink link, String policy, String upsId, UUID correlationId, Instant endsAt) {}

    /** Empty for a link that was used, is over, or was never made: nobody learns which. */
    Optional<Offer> offer(String token);

    /** Marks it as used before anything is done; false when it was before. */
    boolean use(ActionLink link);

    /** Nothing was done: it may be used after all. */
    void release(ActionLink link);

    /**
     * Does what the link says.
     *
     * @return until when the run is held; null when it goes on
     * @throws io.github.walnut.run.RunRefusedException when things do not allow it
     */
    Instant act(ActionLink link);

    /** Under which name people know this walNUT, or null. */
    String site();

    /** The zone in which people read times. */
    ZoneId zone();
}
