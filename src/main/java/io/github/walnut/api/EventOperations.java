package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.Decision;
import io.github.walnut.publish.EventJson;
import io.github.walnut.publish.Json;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.ups.Severity;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What happened. */
final class EventOperations implements Resource {

    private static final int MOST_RUNS = 500;

    private final EventReads events;
    private final RunReads runs;
    private final DecisionReads decisions;
    private final EventJson eventJson;
    private final Pages pages;
    private final Json json;

    EventOperations(
            EventReads events, RunReads runs, DecisionReads decisions, Json json, Pages pages) {
        this.events = events;
        this.runs = runs;
        this.decisions = decisions;
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
        Set<UUID> told = new HashSet<>();
        for (Decision decision : decisions.ofEvent(id)) {
            UUID run = DecisionRuns.of(decision);
            told.add(run);
            match(matches, decision.policyId(), decision.kind().word(), decision.detail(), run);
        }
        for (Journal.Entry entry : caused) {
            Run run = entry.run();
            ids.add(run.id().toString());
            if (!told.contains(run.id())) {
                match(matches, run.policyId(), outcome(run), run.reason(), run.id());
            }
        }
        return Reply.ok(node);
    }

    private static String outcome(Run run) {
        boolean suppressed = run.state() == RunState.SUPPRESSED;
        return (suppressed ? Decision.Kind.SUPPRESSED_WINDOW : Decision.Kind.MATCHED).word();
    }

    private static void match(
            ArrayNode matches, UUID policy, String decision, String reason, UUID run) {
        matches.addObject()
                .put("policy_id", Json.id(policy))
                .put("decision", decision)
                .put("reason", reason)
                .put("run_id", Json.id(run));
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
