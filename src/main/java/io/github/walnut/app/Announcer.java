package io.github.walnut.app;

import io.github.walnut.api.LiveFeed;
import io.github.walnut.publish.UpsView;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Tells updates and events to the open WebSockets and to whoever watches; one thread. What has not
 * changed is told once a second, however often it is polled.
 */
public final class Announcer {

    /** Polls each second come a few milliseconds early or late. */
    private static final Duration PAUSE = Duration.ofMillis(900);

    private final LiveFeed live;
    private final Function<UpsFacts, UpsView> views;
    private final Observer observer;
    private final Set<String> ever;
    private final Map<String, UpsFacts> known = new HashMap<>();
    private final Map<String, Instant> toldAt = new HashMap<>();

    /**
     * @param ever the UPSs that are known already
     */
    Announcer(
            LiveFeed live, Function<UpsFacts, UpsView> views, Set<String> ever, Observer observer) {
        this.ever = new HashSet<>(ever);
        this.live = live;
        this.views = views;
        this.observer = observer;
    }

    /** Called for each update, in order. */
    public synchronized void updated(UpsUpdate update) {
        UpsFacts now = update.facts();
        UpsFacts before = known.put(now.upsId(), now);
        boolean news = before == null || changed(before, now);
        if (ever.add(now.upsId())) {
            live.upsAdded(views.apply(now));
        }
        if (news || due(now)) {
            toldAt.put(now.upsId(), now.updatedAt());
            live.upsStatus(views.apply(now), news);
        }
        update.events().forEach(this::happened);
        update.outages().forEach(live::outage);
    }

    /** A UPS was removed by a person. */
    public synchronized void removed(String upsId) {
        ever.remove(upsId);
        known.remove(upsId);
        toldAt.remove(upsId);
        live.upsRemoved(upsId);
    }

    /** Called for each event that no update carries. */
    public void happened(Event event) {
        live.event(event);
        observer.happened(event);
    }

    /** A clock that was set back must not silence anybody. */
    private boolean due(UpsFacts now) {
        Duration since = Duration.between(toldAt.get(now.upsId()), now.updatedAt());
        return since.isNegative() || since.compareTo(PAUSE) >= 0;
    }

    private static boolean changed(UpsFacts before, UpsFacts now) {
        return before.reachable() != now.reachable()
                || before.absent() != now.absent()
                || before.powerSource() != now.powerSource()
                || !before.states().keySet().equals(now.states().keySet());
    }
}
