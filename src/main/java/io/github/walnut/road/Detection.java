package io.github.walnut.road;

import io.github.walnut.ups.PollResult;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsFleet;
import io.github.walnut.ups.UpsId;
import io.github.walnut.ups.UpsUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The core's door for what comes from outside: a poll, a listing of a server, the passing of time.
 */
public final class Detection {

    private final UpsFleet fleet;
    private final Pulse pulse;
    private volatile boolean shut;

    public Detection(UpsFleet fleet, Pulse pulse) {
        this.fleet = fleet;
        this.pulse = pulse;
    }

    /** What LIST UPS of a server said. */
    public record Listing(String serverId, List<String> names) {}

    /** The list of a server could not be read, so none of its UPSs was polled. */
    public record ServerSilent(String serverId, Instant at, String cause, String error) {}

    /** Something to be done between polls: what was polled before it has been judged by then. */
    public record InTurn(Runnable work) {}

    /**
     * A battery test is about to be sent, or was not after all.
     *
     * @param atMost how long it explains what the UPS reports; zero ends that
     */
    public record TestSent(String upsId, Duration atMost) {}

    /** Time has passed. */
    public record Tick() {}

    /** What comes from now on is not judged any more; the next start sees it by its own polls. */
    public void shut() {
        shut = true;
    }

    public List<UpsUpdate> detect(Object news) {
        pulse.beat();
        if (shut) {
            return List.of();
        }
        if (news instanceof PollResult poll) {
            return fleet.on(poll);
        }
        if (news instanceof Listing listing) {
            return fleet.listed(listing.serverId(), listing.names());
        }
        if (news instanceof ServerSilent silent) {
            return failed(silent);
        }
        if (news instanceof Tick) {
            return fleet.tick();
        }
        if (news instanceof TestSent test) {
            return fleet.testSent(test.upsId(), test.atMost());
        }
        if (news instanceof InTurn inTurn) {
            inTurn.work().run();
            return List.of();
        }
        throw new IllegalArgumentException(
                "the core was given "
                        + news.getClass().getName()
                        + ": expected a poll, a listing or a tick");
    }

    private List<UpsUpdate> failed(ServerSilent silent) {
        List<UpsUpdate> updates = new ArrayList<>();
        for (UpsFacts facts : fleet.all()) {
            if (UpsId.parse(facts.upsId()).server().equalsIgnoreCase(silent.serverId())) {
                updates.addAll(
                        fleet.on(
                                new PollResult.Failed(
                                        facts.upsId(),
                                        silent.at(),
                                        silent.cause(),
                                        silent.error())));
            }
        }
        return updates;
    }
}
