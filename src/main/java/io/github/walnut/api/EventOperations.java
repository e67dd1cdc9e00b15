package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.EventJson;
import io.github.walnut.publish.Json;
import io.github.walnut.run.Journal;
import io.github.walnut.ups.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** What happened. */
final class EventOperations implements Resource {

    private static final int MOST_RUNS = 500;

    private final EventReads events;
    private final RunReads runs;
    private final EventJson eventJson;
    private final Pages pages;
    private final Json json;

    EventOperations(EventReads events, RunReads runs, Json json, Pages pages) {
        this.events = events;
        this.runs = runs;
        this.eventJson = new EventJson(json);
        this.pages = pages;
        this.json = json;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("events-list", this::list, "event-get", this::get);
    }

    private Reply list(Call call) {
        return pages.reply(
                events.page(filter(call), call.text("cursor"), call.limit()), this::write);
    }

    private Reply get(Call call) {
        UUID id = call.uuid("id");
        EventReads.Noted noted =
                events.find(id).orElseThrow(() -> Problem.notFound("event", id.toString()));
        List<Journal.Entry> caused = runs.page(RunFilter.ofEvent(id), null, MOST_RUNS).items();
        ObjectNode node = write(noted);
        ArrayNode matches = node.putArray("matches");
        ArrayNode ids = node.putArray("run_ids");
        for (Journal.Entry entry : caused) {
            ids.add(entry.run().id().toString());
            matches.addObject()
                    .put("policy_id", Json.id(entry.run().policyId()))
                    .put("decision", "matched")
                    .put("reason", entry.run().reason())
                    .put("run_id", entry.run().id().toString());
        }
        return Reply.ok(node);
    }

    private static EventFilter filter(Call call) {
        String name = call.text("name") == null ? call.text("event_type") : call.text("name");
        return new EventFilter(
                call.time("from") == null ? call.time("since") : call.time("from"),
                call.time("to"),
                call.texts("severity").stream().map(Severity::of).collect(Collectors.toSet()),
                name == null ? null : name.toLowerCase(Locale.ROOT),
                call.text("kind"),
                call.text("subject"),
                call.text("ups_id"),
                call.text("host_id"),
                call.uuid("outage_id"),
                call.uuid("correlation_id"),
                call.choice("acknowledged"),
                call.choice("synthetic"),
                call.text("q"));
    }

    private ObjectNode write(EventReads.Noted noted) {
        ObjectNode node = eventJson.write(noted.event());
        node.put("event_type", noted.event().name().toUpperCase(Locale.ROOT));
        node.put("acknowledged_at", Json.at(noted.acknowledgedAt()));
        node.put("acknowledged_by", noted.acknowledgedBy());
        node.put("seq", noted.seq());
        return node;
    }
}
