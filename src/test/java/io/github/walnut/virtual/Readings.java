package io.github.walnut.virtual;

import io.github.walnut.dispatch.TargetReadings;
import io.github.walnut.run.HostReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Hosts that tell their targets at once, or only after a while; their time is five seconds. */
public final class Readings implements TargetReadings {

    public static final Duration SLA = Duration.ofSeconds(5);

    /** Hosts that were asked, in the order of the questions. */
    public final List<String> asked = new ArrayList<>();

    private final VirtualTime time;
    private final Map<String, Duration> slow = new HashMap<>();
    private final Map<String, Runnable> news = new HashMap<>();
    private final Set<String> unlisted = new HashSet<>();
    private final Set<String> in = new HashSet<>();

    Readings(VirtualTime time) {
        this.time = time;
    }

    /** Nothing of the host is fresh, and it takes this long to answer. */
    public Readings takes(String host, Duration duration) {
        slow.put(host, duration);
        return this;
    }

    /** What is different on the host when it has answered. */
    public Readings finds(String host, Runnable change) {
        news.put(host, change);
        return this;
    }

    /** No host lists targets of this type. */
    public Readings unlisted(String type) {
        unlisted.add(type);
        return this;
    }

    @Override
    public Optional<HostReading> fresh(String hostId, Set<String> targetTypes) {
        if (unlisted.containsAll(targetTypes)) {
            return Optional.of(new HostReading(hostId, false, null, true));
        }
        return slow.containsKey(hostId) && !in.contains(hostId)
                ? Optional.empty()
                : Optional.of(new HostReading(hostId, true, time.now(), false));
    }

    @Override
    public void read(String hostId, Set<String> targetTypes, Consumer<HostReading> heard) {
        asked.add(hostId);
        Duration takes = slow.getOrDefault(hostId, Duration.ZERO);
        if (takes.compareTo(SLA) > 0) {
            time.after(SLA, () -> heard.accept(new HostReading(hostId, false, null, true)));
        }
        time.after(
                takes,
                () -> {
                    in.add(hostId);
                    news.getOrDefault(hostId, () -> {}).run();
                    heard.accept(new HostReading(hostId, true, time.now(), false));
                });
    }
}
