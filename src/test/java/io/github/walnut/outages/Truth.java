package io.github.walnut.outages;

import io.github.walnut.outages.Trial.Order;
import io.github.walnut.outages.World.Guest;
import io.github.walnut.virtual.VirtualWorld.Deed;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What really became of one target: who stopped it when, and who started it. */
final class Truth {

    private record Turn(Instant at, boolean down) {}

    private final Guest guest;
    private final List<Turn> turns;

    Truth(Guest guest, String path, List<Deed> deeds, List<Order> starts) {
        this.guest = guest;
        Stream<Turn> stops =
                deeds.stream()
                        .filter(deed -> path.equals(deed.hostId() + "/" + deed.targetId()))
                        .map(deed -> new Turn(deed.at(), stops(deed.verb())));
        Stream<Turn> begun =
                starts.stream()
                        .filter(start -> start.path().equals(path))
                        .map(start -> new Turn(start.at(), false));
        this.turns = Stream.concat(stops, begun).sorted(Comparator.comparing(Turn::at)).toList();
    }

    static boolean stops(String verb) {
        return verb.equals("shutdown") || verb.equals("stop") || verb.equals("off");
    }

    /** It is down, or on its way. */
    boolean stoppedAt(Instant at) {
        boolean down = !guest.running();
        for (Turn turn : turns) {
            if (!turn.at().isAfter(at)) {
                down = turn.down();
            }
        }
        return down;
    }

    Optional<Instant> nextStop(Instant from) {
        return turns.stream()
                .filter(turn -> turn.down() && !turn.at().isBefore(from))
                .map(Turn::at)
                .findFirst();
    }

    /** When it is down for certain, at the earliest from this moment on. */
    Optional<Instant> downFrom(Instant from) {
        if (!stoppedAt(from)) {
            return nextStop(from).map(at -> at.plus(guest.takes()));
        }
        return Optional.of(from);
    }
}
