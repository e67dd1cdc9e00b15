package io.github.walnut.run;

import io.github.walnut.inventory.Target;
import io.github.walnut.policy.Recovery;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * In which order what was stopped is started: by the stages of the stops, reversed unless the
 * policy says otherwise; hosts before what runs on them; and an action after those that had waited
 * for it. Waves are counted from 0.
 */
final class Waves {

    /** A place in the order: the stage, and how many have to go before within it. */
    private record Place(int stage, int depth) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return Comparator.comparingInt(Place::stage)
                    .thenComparingInt(Place::depth)
                    .compare(this, other);
        }

        Place behind(Place other) {
            Place next = new Place(other.stage(), other.depth() + 1);
            return compareTo(next) >= 0 ? this : next;
        }
    }

    private final Map<UUID, Place> places = new HashMap<>();
    private final Map<UUID, Integer> waves = new HashMap<>();
    private final List<Obligation> all;
    private final Map<String, Set<String>> before;

    /**
     * @param before by action, the actions that must be through before it is started again
     */
    Waves(List<Obligation> all, Recovery.Order order, Map<String, Set<String>> before) {
        this.all = all;
        this.before = before;
        int sign = order == Recovery.Order.REVERSE ? -1 : 1;
        all.forEach(each -> places.put(each.id(), new Place(sign * each.stage(), 0)));
        // One round for each link of the longest chain; a cycle ends after as many as there are.
        boolean moved = true;
        for (int round = 0; moved && round < all.size(); round++) {
            moved = false;
            for (Obligation each : all) {
                moved |= moveBehind(each);
            }
        }
        List<Place> ranks = new TreeSet<>(places.values()).stream().toList();
        all.forEach(each -> waves.put(each.id(), ranks.indexOf(places.get(each.id()))));
    }

    private boolean moveBehind(Obligation one) {
        Place now = places.get(one.id());
        Place next = now;
        for (Obligation other : all) {
            if (waits(one, other)) {
                next = next.behind(places.get(other.id()));
            }
        }
        places.put(one.id(), next);
        return !next.equals(now);
    }

    private boolean waits(Obligation one, Obligation other) {
        return other != one
                && (runsOn(one.target(), other.target())
                        || before.getOrDefault(one.actionId(), Set.of())
                                .contains(other.actionId()));
    }

    int of(Obligation obligation) {
        return waves.get(obligation.id());
    }

    /** In the order in which they are started. */
    List<Obligation> inOrder() {
        return all.stream()
                .sorted(
                        Comparator.<Obligation>comparingInt(this::of)
                                .thenComparing(Obligation::createdAt)
                                .thenComparing(Obligation::position)
                                .thenComparing(Obligation::id))
                .toList();
    }

    /** The actions of earlier waves whose targets carry this one, or had to wait for its action. */
    Set<String> actionsBefore(Obligation one) {
        Set<String> actions = new TreeSet<>();
        all.stream()
                .filter(other -> waits(one, other))
                .map(Obligation::actionId)
                .filter(action -> earlier(action, of(one)))
                .forEach(actions::add);
        return actions;
    }

    private boolean earlier(String action, int wave) {
        return all.stream()
                .filter(each -> each.actionId().equals(action))
                .allMatch(each -> of(each) < wave);
    }

    /** The one cannot run before the other does. */
    static boolean runsOn(Target one, Target other) {
        if (!one.hostId().equals(other.hostId()) || one.id().equals(other.id())) {
            return false;
        }
        return switch (other.type()) {
            case "host" -> true;
            case "node" ->
                    !one.type().equals("host")
                            && other.externalId().equals(one.attrs().get("node"));
            default -> false;
        };
    }
}
