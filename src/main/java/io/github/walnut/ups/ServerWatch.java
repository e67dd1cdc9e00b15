package io.github.walnut.ups;

import io.github.walnut.ups.UpsFacts.Holding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A server is lost when all of its UPSs are, for reasons that lie on the way to it. */
final class ServerWatch {

    private static final Set<String> ON_THE_WAY = Set.of("tcp", "tls", "auth");

    private final Ids ids;

    ServerWatch(Ids ids) {
        this.ids = ids;
    }

    /**
     * @param since when the last of its UPSs fell silent; names the loss
     */
    record State(boolean lost, Instant since, String cause) {}

    static String serverOf(String upsId) {
        return upsId.substring(upsId.indexOf('@') + 1);
    }

    State state(String server, List<UpsFacts> all) {
        List<UpsFacts> polled = all.stream().filter(ups -> !ups.absent()).toList();
        boolean lost = !polled.isEmpty() && polled.stream().allMatch(ServerWatch::lost);
        if (!lost) {
            return new State(false, null, null);
        }
        Instant since =
                polled.stream()
                        .map(ups -> ups.states().get(UpsState.COMM_LOST))
                        .map(Holding::since)
                        .max(Instant::compareTo)
                        .orElseThrow();
        return new State(true, since, polled.get(0).cause());
    }

    Optional<Event> edge(String server, State before, State after, Instant now) {
        if (before.lost() == after.lost()) {
            return Optional.empty();
        }
        State loss = after.lost() ? after : before;
        EventName name = after.lost() ? EventName.NUT_SERVER_LOST : EventName.NUT_SERVER_RESTORED;
        return Optional.of(
                HealthEvents.about(
                        ids,
                        name,
                        new Event.Subject("server", server),
                        now,
                        Map.of("cause", loss.cause(), "since", Timestamps.text(loss.since())),
                        loss.since()));
    }

    private static boolean lost(UpsFacts ups) {
        return ups.has(UpsState.COMM_LOST)
                && ups.cause() != null
                && ON_THE_WAY.contains(ups.cause());
    }
}
