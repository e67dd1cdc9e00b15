package io.github.walnut.policy;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What a check of a policy knows of its surroundings beside the inventory.
 *
 * @param runtimes of every known UPS, by its id {@code upsname@server}: how many seconds its
 *     battery lasts by its last report; empty when it never told
 * @param paths by host id: the gear that orders to this host pass, each as {@code host/type:id}, or
 *     as {@code host} for all of it; hosts of which nobody declared it are missing
 * @param callsInFlight how many orders may be under way at once, over all hosts
 * @param times that targets have shown to take
 * @param confirmOver more targets of one action than this must be confirmed
 */
public record SiteView(
        Map<String, OptionalDouble> runtimes,
        Map<String, Set<String>> paths,
        int callsInFlight,
        LearnedTimes times,
        int confirmOver) {

    /** The usual number of targets that need no confirmation. */
    public static final int CONFIRM_OVER = 10;

    public SiteView(
            Map<String, OptionalDouble> runtimes,
            Map<String, Set<String>> paths,
            int callsInFlight,
            LearnedTimes times) {
        this(runtimes, paths, callsInFlight, times, CONFIRM_OVER);
    }

    public SiteView {
        runtimes = Map.copyOf(runtimes);
        paths = Map.copyOf(paths);
    }

    /** Nothing is known but which UPSs there are. */
    public static SiteView ofUps(Collection<String> upsIds) {
        Map<String, OptionalDouble> silent = new HashMap<>();
        upsIds.forEach(id -> silent.put(id, OptionalDouble.empty()));
        return new SiteView(silent, Map.of(), Integer.MAX_VALUE, LearnedTimes.NONE);
    }

    Set<String> upsIds() {
        return runtimes.keySet();
    }
}
