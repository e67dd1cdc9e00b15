package io.github.walnut.ups;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * All UPSs, and the only door through which polls and time reach their monitors. Each call is
 * atomic. Give it {@link #tick()} about once a second: when it comes more than a poll interval
 * late, time was lost, and nothing is judged before a fresh complete poll.
 */
public final class UpsFleet {

    private static final Duration BEAT = Duration.ofSeconds(1);

    private final Ids ids;
    private final SampleNormalizer normalizer;
    private final Function<String, UpsConfig> configs;
    private final SteadyTime time;
    private final SiteBook sites = new SiteBook();
    private final ServerWatch servers;
    private final Map<String, UpsMonitor> monitors = new TreeMap<>();
    private Instant touchedAt;
    private long resumedMillis = Long.MIN_VALUE;

    /**
     * @param configs how each UPS, by id, is to be watched; asked anew at every step
     */
    public UpsFleet(
            Clock clock,
            Ids ids,
            SampleNormalizer normalizer,
            Function<String, UpsConfig> configs) {
        this(new SteadyTime(clock), ids, normalizer, configs);
    }

    /**
     * @param time shared with whoever counts from the times of facts; only this fleet notices that
     *     the wall clock was set
     */
    public UpsFleet(
            SteadyTime time,
            Ids ids,
            SampleNormalizer normalizer,
            Function<String, UpsConfig> configs) {
        this.ids = ids;
        this.normalizer = normalizer;
        this.configs = configs;
        this.time = time;
        this.servers = new ServerWatch(ids);
        this.touchedAt = time.now();
    }

    /** Goes on from what the store kept; for the time before the first poll. */
    public synchronized void restore(Collection<UpsMonitor.Stored> stored) {
        for (UpsMonitor.Stored one : stored) {
            UpsMonitor monitor = monitor(one, true);
            sites.remember(one.openOutage());
            Duration away = since(one.facts().updatedAt());
            if (away.compareTo(longest(one.facts().upsId())) > 0) {
                monitor.resumed(time.now(), away);
            }
        }
    }

    /**
     * One good or failed poll.
     *
     * @return the changed UPS, first those that a pause before it changed
     */
    public synchronized List<UpsUpdate> on(PollResult result) {
        List<UpsUpdate> updates = new ArrayList<>(catchUp());
        String id = result.upsId();
        if (!monitors.containsKey(UpsId.key(id))) {
            updates.add(added(id));
        }
        UpsMonitor monitor = monitors.get(UpsId.key(id));
        updates.add(watched(id, () -> monitor.on(at(result), fresh(result))));
        return updates;
    }

    /** Lets time pass for every UPS; returns those for which it changed something. */
    public synchronized List<UpsUpdate> tick() {
        List<UpsUpdate> updates = new ArrayList<>(catchUp());
        Instant now = touchedAt;
        for (UpsMonitor monitor : List.copyOf(monitors.values())) {
            if (monitor.nextDue().filter(due -> !now.isBefore(due)).isPresent()) {
                updates.add(watched(monitor.facts().upsId(), () -> monitor.tick(now)));
            }
        }
        return updates;
    }

    /**
     * What {@code LIST UPS} of a server said: new names are added, missing ones become absent.
     *
     * @param names as the server spells them
     */
    public synchronized List<UpsUpdate> listed(String serverId, Collection<String> names) {
        List<UpsUpdate> updates = new ArrayList<>(catchUp());
        Set<String> present = new HashSet<>();
        for (String name : names) {
            String id = new UpsId(name, serverId).toString();
            present.add(UpsId.key(id));
            UpsMonitor monitor = monitors.get(UpsId.key(id));
            if (monitor == null || monitor.facts().absent()) {
                updates.add(added(id));
            }
        }
        for (UpsMonitor monitor : ofServer(serverId)) {
            String id = monitor.facts().upsId();
            if (!present.contains(UpsId.key(id)) && !monitor.facts().absent()) {
                updates.add(absent(monitor));
            }
        }
        return updates;
    }

    /**
     * A battery test was sent to a UPS by us.
     *
     * @param atMost after this time it no longer explains anything: 60 s for a quick test, 120 s
     *     for a plain one, 60 min for a deep one
     */
    public synchronized List<UpsUpdate> testSent(String upsId, Duration atMost) {
        UpsMonitor monitor = monitors.get(UpsId.key(upsId));
        if (monitor == null) {
            throw new IllegalArgumentException("UPS '" + upsId + "' is not known");
        }
        return List.of(watched(upsId, () -> monitor.testSent(time.now(), atMost)));
    }

    /** Forgets a UPS that an admin removed. */
    public synchronized void remove(String upsId) {
        monitors.remove(UpsId.key(upsId));
    }

    public synchronized Optional<UpsFacts> facts(String upsId) {
        return Optional.ofNullable(monitors.get(UpsId.key(upsId))).map(UpsMonitor::facts);
    }

    public synchronized List<UpsFacts> all() {
        return monitors.values().stream().map(UpsMonitor::facts).toList();
    }

    public synchronized List<UpsMonitor.Stored> stored() {
        return monitors.values().stream().map(UpsMonitor::stored).toList();
    }

    /** Present when upsmon and walNUT would judge the UPS differently now. */
    public synchronized Optional<CriticalEvaluator.Deviation> deviation(String upsId) {
        return Optional.ofNullable(monitors.get(UpsId.key(upsId)))
                .flatMap(monitor -> monitor.deviation(time.now()));
    }

    /** When the next tick can change something. */
    public synchronized Optional<Instant> nextDue() {
        return monitors.values().stream()
                .flatMap(monitor -> monitor.nextDue().stream())
                .min(Instant::compareTo);
    }

    /** Notices that the wall clock was set, or that time was lost. */
    private List<UpsUpdate> catchUp() {
        Duration set = time.adjust();
        if (!set.isZero()) {
            monitors.values().forEach(monitor -> monitor.shift(set));
            sites.shift(set);
            touchedAt = touchedAt.plus(set);
        }
        Instant now = time.watched();
        Duration lost = since(touchedAt);
        List<UpsUpdate> updates = new ArrayList<>();
        for (UpsMonitor monitor : monitors.values()) {
            Duration longest = longest(monitor.facts().upsId());
            if (lost.compareTo(longest) > 0 || set.compareTo(longest) > 0) {
                updates.add(monitor.resumed(now, lost));
            }
        }
        if (!updates.isEmpty()) {
            resumedMillis = time.resumedMillis();
        }
        touchedAt = now;
        return updates;
    }

    /** Between two looks; a longer time is a standstill. */
    private Duration longest(String upsId) {
        return BEAT.plus(configs.apply(upsId).latestTick());
    }

    private Duration since(Instant moment) {
        Duration since = Duration.between(moment, time.now());
        return since.isNegative() ? Duration.ZERO : since;
    }

    /** A machine that was suspended may answer from what was asked before. */
    private boolean fresh(PollResult result) {
        return !(result instanceof PollResult.Good good)
                || good.askedMillis() == null
                || good.askedMillis() >= resumedMillis;
    }

    /** The moment of a poll on the even clock. */
    private PollResult at(PollResult result) {
        Instant now = touchedAt;
        Instant at = result.at().isAfter(now) ? now : result.at();
        if (result instanceof PollResult.Good good) {
            return new PollResult.Good(
                    good.upsId(), at, good.poll(), good.variables(), good.askedMillis());
        }
        PollResult.Failed failed = (PollResult.Failed) result;
        return new PollResult.Failed(failed.upsId(), at, failed.cause(), failed.error());
    }

    private UpsUpdate added(String id) {
        Instant now = touchedAt;
        UpsMonitor known = monitors.get(UpsId.key(id));
        UpsMonitor monitor = known != null ? known : monitor(UpsMonitor.unheard(id, now), false);
        Event event =
                HealthEvents.about(
                        ids,
                        EventName.UPS_ADDED,
                        Event.Subject.ups(id),
                        now,
                        Map.of("returned", known != null));
        return monitor.listed(now, true).plus(event);
    }

    private UpsUpdate absent(UpsMonitor monitor) {
        Instant now = touchedAt;
        String id = monitor.facts().upsId();
        Event event =
                HealthEvents.about(ids, EventName.UPS_ABSENT, Event.Subject.ups(id), now, Map.of());
        return monitor.listed(now, false).plus(event);
    }

    private UpsMonitor monitor(UpsMonitor.Stored stored, boolean restored) {
        String id = stored.facts().upsId();
        UpsMonitor monitor =
                new UpsMonitor(stored, restored, () -> configs.apply(id), normalizer, ids, sites);
        monitors.put(UpsId.key(id), monitor);
        return monitor;
    }

    private UpsUpdate watched(String upsId, java.util.function.Supplier<UpsUpdate> change) {
        String server = ServerWatch.serverOf(upsId);
        ServerWatch.State before = servers.state(server, factsOf(server));
        UpsUpdate update = change.get();
        ServerWatch.State after = servers.state(server, factsOf(server));
        return servers.edge(server, before, after, touchedAt).map(update::plus).orElse(update);
    }

    private List<UpsFacts> factsOf(String server) {
        return ofServer(server).stream().map(UpsMonitor::facts).toList();
    }

    private List<UpsMonitor> ofServer(String server) {
        return monitors.values().stream()
                .filter(m -> ServerWatch.serverOf(m.facts().upsId()).equalsIgnoreCase(server))
                .toList();
    }
}
