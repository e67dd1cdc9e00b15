package io.github.walnut.app;

import io.github.walnut.component.walnut.Signal;
import io.github.walnut.publish.EventJson;
import io.github.walnut.publish.Json;
import io.github.walnut.publish.UpsJson;
import io.github.walnut.publish.UpsView;
import io.github.walnut.routes.UserRoutes;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsUpdate;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Tells routes of operators of samples and events; it never waits for them. */
public final class UserRouteFeed {

    private static final List<String> SHOWN =
            List.of("state", "battery_percent", "runtime_seconds", "load_percent", "power_source");

    private final UserRoutes routes;
    private final MessageTraces messages;
    private final Function<UpsFacts, UpsView> views;
    private final Clock clock;
    private final Json json = new Json();
    private final EventJson events = new EventJson(json);
    private final UpsJson samples = new UpsJson(json);

    /**
     * @param messages of which no route is told what became of them
     */
    UserRouteFeed(
            UserRoutes routes,
            MessageTraces messages,
            Function<UpsFacts, UpsView> views,
            Clock clock) {
        this.routes = routes;
        this.messages = messages;
        this.views = views;
        this.clock = clock;
    }

    /** Called for each update, in order. */
    public void updated(UpsUpdate update) {
        if (routes.heard("sample")) {
            sample(update.facts());
        }
        update.events().forEach(this::happened);
    }

    /** Called for each event that no update carries, too. */
    public void happened(Event event) {
        if (!routes.heard("event") || messages.holds(event.correlationId())) {
            return;
        }
        Map<String, Object> facets = new HashMap<>();
        facets.put("kind", event.kind());
        facets.put("name", event.name());
        facets.put("type", event.type().word());
        facets.put("severity", event.severity().word());
        if (event.subject().kind().equals("ups")) {
            facets.put("ups", event.subject().id());
        }
        if (event.message() != null) {
            facets.put("message", event.message());
        }
        routes.tell(new Signal("event", facets, json.write(events.write(event))));
    }

    private void sample(UpsFacts facts) {
        var node = samples.write(views.apply(facts), clock.instant());
        Map<String, Object> facets = new HashMap<>();
        facets.put("ups", facts.upsId());
        SHOWN.stream()
                .filter(node::hasNonNull)
                .forEach(name -> facets.put(name, node.get(name).asText()));
        routes.tell(new Signal("sample", facets, json.write(node)));
    }
}
