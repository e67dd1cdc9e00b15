package io.github.walnut.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Every open connection, the oldest first. When there is no room for a new one, the oldest idle
 * connection of the stranger with the most makes room, first of those that had an answer already;
 * then one of the user with the most: whoever opens many keeps out himself and nobody else.
 */
final class OpenConnections {

    /** A user with no more than a browser opens loses none. */
    private static final int OF_A_BROWSER = 10;

    private final WireLimits limits;
    private final Set<OpenConnection> open = new LinkedHashSet<>();
    private final Map<String, Integer> parties = new HashMap<>();

    OpenConnections(WireLimits limits) {
        this.limits = limits;
    }

    /**
     * @param many stands for many clients, so that its connections are not counted as of one
     * @return whether there is room for it
     */
    boolean enter(OpenConnection connection, boolean many) {
        List<OpenConnection> closing = new ArrayList<>();
        boolean room;
        synchronized (this) {
            String party = connection.party();
            int here = parties.getOrDefault(party, 0);
            room =
                    (many
                                    || here < limits.perAddress()
                                    || makesRoom(other -> other.party().equals(party), closing))
                            && (open.size() < limits.connections()
                                    || makesRoom(any -> true, closing));
            if (room) {
                open.add(connection);
                parties.merge(party, 1, Integer::sum);
            }
        }
        closing.forEach(OpenConnection::close);
        return room;
    }

    synchronized void leave(OpenConnection connection) {
        if (open.remove(connection)) {
            parties.computeIfPresent(
                    connection.party(), (same, count) -> count == 1 ? null : count - 1);
        }
    }

    private boolean makesRoom(Predicate<OpenConnection> some, List<OpenConnection> closing) {
        Optional<OpenConnection> making = makingRoom(some);
        making.ifPresent(
                old -> {
                    leave(old);
                    closing.add(old);
                });
        return making.isPresent();
    }

    private Optional<OpenConnection> makingRoom(Predicate<OpenConnection> some) {
        List<OpenConnection> idle =
                open.stream().filter(some).filter(OpenConnection::idle).toList();
        List<OpenConnection> strangers = idle.stream().filter(each -> each.user() == null).toList();
        List<OpenConnection> users = idle.stream().filter(each -> each.user() != null).toList();
        return ofTheMost(
                        strangers.stream().filter(OpenConnection::served).toList(),
                        OpenConnection::party,
                        1)
                .or(() -> ofTheMost(strangers, OpenConnection::party, 1))
                .or(() -> ofTheMost(users, OpenConnection::user, OF_A_BROWSER + 1));
    }

    /** The oldest of whoever has the most, if those are enough. */
    private static <K> Optional<OpenConnection> ofTheMost(
            List<OpenConnection> candidates, Function<OpenConnection, K> owner, int least) {
        Map<K, Integer> counts = new HashMap<>();
        candidates.forEach(each -> counts.merge(owner.apply(each), 1, Integer::sum));
        int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return candidates.stream()
                .filter(each -> most >= least && counts.get(owner.apply(each)) == most)
                .findFirst();
    }
}
