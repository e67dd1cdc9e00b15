package io.github.walnut.policy;

import java.time.Duration;
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
 * @param primaries what is waited for elsewhere
 * @param meanings what the bare names of UPSs meant when the policy was saved; null for one that
 *     was saved before names were resolved
 */
public record SiteView(
        Map<String, OptionalDouble> runtimes,
        Map<String, Set<String>> paths,
        int callsInFlight,
        LearnedTimes times,
        int confirmOver,
        Primaries primaries,
        UpsMeanings meanings) {

    /**
     * Primaries of NUT that wait until walNUT's targets are off.
     *
     * @param upsIds of the UPSs that walNUT holds
     * @param fed tells which of them a policy over feeds is about
     * @param hostSync how long they wait
     */
    public record Primaries(Set<String> upsIds, PolicyUps fed, Duration hostSync) {

        /** The code of the finding that the policy may take longer. */
        public static final String TOO_SHORT = "hold_exceeds_hostsync";

        public static final Primaries NONE = new Primaries(Set.of(), null, Duration.ZERO);

        public Primaries {
            upsIds = Set.copyOf(upsIds);
        }
    }

    /** The usual number of targets that need no confirmation. */
    public static final int CONFIRM_OVER = 10;

    public SiteView(
            Map<String, OptionalDouble> runtimes,
            Map<String, Set<String>> paths,
            int callsInFlight,
            LearnedTimes times) {
        this(runtimes, paths, callsInFlight, times, CONFIRM_OVER, Primaries.NONE, UpsMeanings.NONE);
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

    /** The same for a policy whose names were resolved before. */
    public SiteView with(UpsMeanings resolved) {
        return new SiteView(
                runtimes, paths, callsInFlight, times, confirmOver, primaries, resolved);
    }

    Set<String> upsIds() {
        return runtimes.keySet();
    }
}
