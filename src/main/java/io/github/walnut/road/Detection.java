package io.github.walnut.road;

import io.github.walnut.ups.PollResult;
import io.github.walnut.ups.UpsFleet;
import io.github.walnut.ups.UpsUpdate;
import java.util.List;

/**
 * The core's door for what comes from outside: a poll, a listing of a server, the passing of time.
 */
public final class Detection {

    private final UpsFleet fleet;
    private final Pulse pulse;

    public Detection(UpsFleet fleet, Pulse pulse) {
        this.fleet = fleet;
        this.pulse = pulse;
    }

    /** What LIST UPS of a server said. */
    public record Listing(String serverId, List<String> names) {}

    /** Time has passed. */
    public record Tick() {}

    public List<UpsUpdate> detect(Object news) {
        pulse.beat();
        if (news instanceof PollResult poll) {
            return fleet.on(poll);
        }
        if (news instanceof Listing listing) {
            return fleet.listed(listing.serverId(), listing.names());
        }
        if (news instanceof Tick) {
            return fleet.tick();
        }
        throw new IllegalArgumentException(
                "the core was given "
                        + news.getClass().getName()
                        + ": expected a poll, a listing or a tick");
    }
}
