package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.publish.EventJson;
import io.github.walnut.publish.Json;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Severity;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What happened, and that somebody has seen to it. */
final class EventOperations implements Resource {

    private static final int MOST_RUNS = 500;
    private static final int PORTION = 500;
    private static final long MOST_LINES = 1_000_000;
    private static final String HEAD =
            Csv.line(
                    List.of(
                            "ts",
                            "severity",
                            "name",
                            "kind",
                            "subject_kind",
                            "subject_id",
                            "message",
                            "synthetic",
                            "outage_id",
                            "correlation_id",
                            "acknowledged_at",
                            "acknowledged_by",
                            "id"));

    private final EventReads events;
    private final RunReads runs;
    private final DecisionReads decisions;
    private final PolicyStore policies;
    private final UpsNames names;
    private final Inventory inventory;
    private final Actors actors;
    private final EventJson eventJson;
    private final Pages pages;
    private final Json json;
    private final Clock clock;

    EventOperations(ApiPorts ports, Actors actors, Json json, Pages pages, Clock clock) {
        this.events = ports.events();
        this.runs = ports.runs();
        this.decisions = ports.decisions();
        this.policies = ports.policies();
        this.names = new UpsNames(ports.ups());
        this.inventory = ports.inventory();
        this.actors = actors;
        this.eventJson = new EventJson(json);
        this.pages = pages;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "events-list", this::list,
                "events-csv", this::csv,
                "events-stats", this::stats,
                "events-ack", this::acknowledge,
                "event-get", this::get);
    }

    private Reply list(Call call) {
        EventFilter filter = filter(call);
        return pages.reply(
                events.page(filter, call.text("cursor"), call.limit())
                        .counted(call, () -> events.count(filter, Duration.ofDays(1)).total()),
                this::write);
    }

    private Reply csv(Call call) {
        EventFilter filter = filter(call);
        Stream<String> lines =
                Pages.all(cursor -> events.page(filter, cursor, PORTION))
                        .limit(MOST_LINES)
                        .map(this::line);
        return Csv.file("events.csv", Stream.concat(Stream.of(HEAD), lines).iterator());
    }

    private String line(EventReads.Noted noted) {
        Event event = noted.event();
        return Csv.line(
                Arrays.asList(
                        Json.at(event.ts()),
                        event.severity().word(),
                        event.name(),
                        event.kind(),
                        event.subject().kind(),
                        event.subject().id(),
                        event.message(),
                        event.synthetic(),
                        event.outageId(),
                        event.correlationId(),
                        Json.at(noted.acknowledgedAt()),
                        noted.acknowledgedBy(),
                        event.id()));
    }

    private Reply stats(Call call) {
        Duration days = Duration.ofDays(call.number("days"));
        Duration span =
                call.text("bucket").equals("hour") ? Duration.ofHours(1) : Duration.ofDays(1);
        EventReads.Counts counts =
                events.count(EventFilter.since(clock.instant().minus(days)), span);
        ObjectNode node = json.object();
        node.put("total", counts.total());
        ObjectNode severities = node.putObject("by_severity");
        for (Severity severity : List.of(Severity.INFO, Severity.WARN, Severity.ERROR)) {
            severities.put(severity.word(), counts.bySeverity().getOrDefault(severity, 0L));
        }
        node.set("by_name", json.tree(counts.byName()));
        node.set("by_ups", json.tree(counts.byUps()));
        node.set(
                "buckets",
                json.array(
                        counts.spans(),
                        each ->
                                json.object()
                                        .put("at", Json.at(each.at()))
                                        .put("info", each.info())
                                        .put("warn", each.warn())
                                        .put("error", each.error())));
        return Reply.ok(node);
    }

    private Reply acknowledge(Call call) {
        boolean named = call.body().has("ids");
        if (named == call.body().has("until") || named && call.body().has("severity")) {
            throw new Problem(
                    ProblemCode.INVALID_REQUEST, "expected either ids, or until with a severity");
        }
        String by = actors.name(call);
        int acknowledged;
        if (named) {
            List<UUID> ids = new ArrayList<>();
            call.body().get("ids").forEach(id -> ids.add(call.memberId("ids", id.asText())));
            acknowledged = events.acknowledge(ids, by);
        } else {
            String severity = call.member("severity");
            acknowledged =
                    events.acknowledgeUntil(
                            call.memberTime("until"),
                            severity == null ? null : Severity.of(severity),
                            by);
        }
        return Reply.ok(json.object().put("acknowledged", acknowledged));
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
            match(
                    matches,
                    decision.policyId(),
                    name(decision.policyId()),
                    decision.kind().word(),
                    decision.detail(),
                    run);
        }
        for (Journal.Entry entry : caused) {
            Run run = entry.run();
            ids.add(run.id().toString());
            if (!told.contains(run.id())) {
                match(
                        matches,
                        run.policyId(),
                        run.policyName(),
                        outcome(run),
                        run.reason(),
                        run.id());
            }
        }
        return Reply.ok(node);
    }

    /** Null for a policy that is gone. */
    private String name(UUID policyId) {
        return policies.find(policyId)
                .map(StoredPolicy::policy)
                .map(policy -> policy.name())
                .orElse(null);
    }

    private static String outcome(Run run) {
        boolean suppressed = run.state() == RunState.SUPPRESSED;
        return (suppressed ? Decision.Kind.SUPPRESSED_WINDOW : Decision.Kind.MATCHED).word();
    }

    private static void match(
            ArrayNode matches, UUID policy, String name, String decision, String reason, UUID run) {
        matches.addObject()
                .put("policy_id", Json.id(policy))
                .put("policy_name", name)
                .put("decision", decision)
                .put("reason", reason)
                .put("run_id", Json.id(run));
    }

    private EventFilter filter(Call call) {
        String name = call.text("name") == null ? call.text("event_type") : call.text("name");
        return new EventFilter(
                call.time("from") == null ? call.time("since") : call.time("from"),
                call.time("to"),
                call.texts("severity").stream().map(Severity::of).collect(Collectors.toSet()),
                name == null ? null : name.toLowerCase(Locale.ROOT),
                call.text("kind"),
                call.text("subject"),
                names.meant(call.text("ups_id")),
                host(call.text("host_id")),
                call.uuid("outage_id"),
                call.uuid("correlation_id"),
                call.choice("acknowledged"),
                call.choice("synthetic"),
                call.text("q"));
    }

    /** By id or number; one that is gone still has its events. */
    private String host(String named) {
        return named == null ? null : inventory.host(named).map(Host::id).orElse(named);
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
