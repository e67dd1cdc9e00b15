package io.github.walnut.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.api.Live;
import io.github.walnut.publish.EventJson;
import io.github.walnut.publish.Json;
import io.github.walnut.publish.RunJson;
import io.github.walnut.publish.UpsJson;
import io.github.walnut.publish.UpsView;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.Step;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Outage;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsUpdate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Tells every change to the open WebSockets. */
public final class LiveFeed implements RunListener {

    private final Live live;
    private final Function<UpsFacts, UpsView> views;
    private final Clock clock;
    private final Observer observer;
    private final Json json = new Json();
    private final UpsJson ups = new UpsJson(json);
    private final EventJson events = new EventJson(json);
    private final RunJson runs = new RunJson(json);
    private final Map<String, UpsFacts> told = new HashMap<>();

    LiveFeed(Live live, Function<UpsFacts, UpsView> views, Clock clock, Observer observer) {
        this.live = live;
        this.views = views;
        this.clock = clock;
        this.observer = observer;
    }

    /** Called for each update, in order. */
    public void updated(UpsUpdate update) {
        status(update);
        update.events().forEach(this::happened);
        for (Outage outage : update.outages()) {
            live.publish("events", "outage.updated", outage.upsId(), json(outage), false);
        }
    }

    /** Called for each event that no update carries. */
    public void happened(Event event) {
        observer.happened(event);
        live.publish("events", "event", event.subject().id(), events.write(event), false);
    }

    private void status(UpsUpdate update) {
        UpsFacts now = update.facts();
        UpsFacts before = told.put(now.upsId(), now);
        boolean changed = before == null || changed(before, now);
        ObjectNode node = ups.write(views.apply(now), clock.now());
        node.put("ups_name", node.path("name").asText());
        node.put("status", now.last() == null ? null : now.last().status());
        node.put("timestamp", Json.at(clock.now()));
        if (changed) {
            node.put("changed", true);
        }
        live.publish("ups", "ups_status", now.upsId(), node, !changed);
    }

    private static boolean changed(UpsFacts before, UpsFacts now) {
        return before.reachable() != now.reachable()
                || before.absent() != now.absent()
                || before.powerSource() != now.powerSource()
                || !before.states().keySet().equals(now.states().keySet());
    }

    private ObjectNode json(Outage outage) {
        ObjectNode node = json.object();
        node.put("id", outage.id().toString());
        node.put("site_id", Json.id(outage.siteId()));
        node.put("ups_id", outage.upsId());
        node.put("started_at", Json.at(outage.startedAt()));
        node.put("ended_at", Json.at(outage.endedAt()));
        node.put("episodes", outage.episodes());
        node.put("min_battery_percent", outage.minBatteryPercent());
        node.put("min_runtime_seconds", outage.minRuntimeSeconds());
        node.put("max_load_percent", outage.maxLoadPercent());
        node.put("energy_wh", outage.energyWh());
        return node;
    }

    @Override
    public void changed(String type, Run run, List<Step> changed) {
        live.publish("runs", type, run.id().toString(), runs.change(type, run, changed), false);
    }
}
