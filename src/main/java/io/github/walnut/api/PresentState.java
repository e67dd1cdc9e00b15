package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.EventJson;
import io.github.walnut.publish.Json;
import io.github.walnut.publish.RunJson;
import io.github.walnut.publish.UpsView;
import io.github.walnut.run.Journal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a new socket is told first: every UPS, every open run, the mode. Blocks on the store. */
final class PresentState {

    private static final int MOST_RUNS = 500;
    private static final int HISTORY = 50;

    private final ApiPorts ports;
    private final RunJson runJson;
    private final EventJson eventJson;
    private final ModeJson mode;
    private final Json json;
    private final Clock clock;

    PresentState(ApiPorts ports, Json json, Clock clock) {
        this.ports = ports;
        this.runJson = new RunJson(json);
        this.eventJson = new EventJson(json);
        this.mode = new ModeJson(json);
        this.json = json;
        this.clock = clock;
    }

    List<LiveMessage> messages(Live live, Set<String> topics) {
        List<LiveMessage> messages = new ArrayList<>();
        if (topics.contains("ups")) {
            for (UpsView view : ports.ups().all()) {
                messages.add(
                        live.present(
                                "ups",
                                "ups_status",
                                view.facts().upsId(),
                                new LiveFeed(live, json, clock).ups(view, true)));
            }
        }
        if (topics.contains("runs")) {
            for (Journal.Entry entry :
                    ports.runs().page(RunFilter.unfinished(), null, MOST_RUNS).items()) {
                messages.add(
                        live.present(
                                "runs",
                                "run.created",
                                entry.run().id().toString(),
                                runJson.change("run.created", entry.run(), entry.steps())));
            }
        }
        if (topics.contains("system")) {
            messages.add(
                    live.present("system", "system.mode", null, mode.write(ports.mode().get())));
        }
        return messages;
    }

    ObjectNode history() {
        ArrayNode items =
                json.array(
                        ports.events().page(EventFilter.ALL, null, HISTORY).items(),
                        noted -> eventJson.write(noted.event()));
        ObjectNode node = json.object();
        node.set("items", items);
        return node;
    }
}
