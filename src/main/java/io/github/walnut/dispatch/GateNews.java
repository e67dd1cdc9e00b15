package io.github.walnut.dispatch;

import io.github.walnut.run.Gate;
import io.github.walnut.run.Obligation;
import io.github.walnut.run.Recovering;
import io.github.walnut.run.RecoveryRule.Standing;
import io.github.walnut.run.Run;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** Tells of gates whose verdict has changed. One that was never shut is not told of. */
final class GateNews {

    /**
     * @param hostId of which alone it is a gate, or null
     */
    private record Place(Owing.Key key, String hostId, Gate.Kind kind) {}

    private final Set<Place> shut = new HashSet<>();
    private final Map<UUID, Long> numbers = new HashMap<>();
    private final Desk desk;
    private final Consumer<Notice> telling;

    GateNews(Desk desk, Consumer<Notice> telling) {
        this.desk = desk;
        this.telling = telling;
    }

    /** Forgets what is no longer owed. */
    void retain(Map<Owing.Key, Recovering> groups) {
        shut.removeIf(place -> !groups.containsKey(place.key()));
        Set<UUID> parents = new HashSet<>();
        groups.values().forEach(what -> parents.add(what.parent().id()));
        numbers.keySet().retainAll(parents);
    }

    void looked(Owing.Key key, Recovering what, Standing standing) {
        standing.shared().forEach(gate -> looked(new Place(key, null, gate.kind()), what, gate));
        Set<String> hosts = new HashSet<>();
        for (Obligation each : what.owed()) {
            String hostId = each.target().hostId();
            if (hosts.add(hostId)) {
                List<Gate> gates = standing.own().getOrDefault(each.id(), List.of());
                gates.forEach(gate -> looked(new Place(key, hostId, gate.kind()), what, gate));
            }
        }
    }

    private void looked(Place place, Recovering what, Gate gate) {
        boolean news = gate.open() ? shut.remove(place) : shut.add(place);
        if (news) {
            telling.accept(Notice.gate(numbered(what.parent()), place.hostId(), gate));
        }
    }

    /** With a number that no message about the run had before. */
    Run numbered(Run run) {
        return desk.book(run.id())
                .map(
                        book -> {
                            book.numbered(book.run().runSeq() + 1);
                            numbers.put(run.id(), book.run().runSeq());
                            return book.run();
                        })
                .orElseGet(
                        () -> {
                            long least = desk.numberedFrom(run);
                            long next = Math.max(numbers.getOrDefault(run.id(), least), least) + 1;
                            numbers.put(run.id(), next);
                            return run.numbered(next);
                        });
    }
}
