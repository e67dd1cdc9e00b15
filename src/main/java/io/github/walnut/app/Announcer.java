package io.github.walnut.app;

import io.github.walnut.api.LiveFeed;
import io.github.walnut.publish.UpsView;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsUpdate;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Tells updates and events to the open WebSockets and to whoever watches; one thread. */
public final class Announcer {

    private final LiveFeed live;
    private final Function<UpsFacts, UpsView> views;
    private final Observer observer;
    private final Map<String, UpsFacts> told = new HashMap<>();

    Announcer(LiveFeed live, Function<UpsFacts, UpsView> views, Observer observer) {
        this.live = live;
        this.views = views;
        this.observer = observer;
    }

    /** Called for each update, in order. */
    public synchronized void updated(UpsUpdate update) {
        UpsFacts now = update.facts();
        UpsFacts before = told.put(now.upsId(), now);
        live.upsStatus(views.apply(now), before == null || changed(before, now));
        update.events().forEach(this::happened);
        update.outages().forEach(live::outage);
    }

    /** Called for each event that no update carries. */
    public void happened(Event event) {
        live.event(event);
        observer.happened(event);
    }

    private static boolean changed(UpsFacts before, UpsFacts now) {
        return before.reachable() != now.reachable()
                || before.absent() != now.absent()
                || before.powerSource() != now.powerSource()
                || !before.states().keySet().equals(now.states().keySet());
    }
}
