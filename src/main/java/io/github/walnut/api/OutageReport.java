package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.publish.Json;
import io.github.walnut.publish.OutageJson;
import io.github.walnut.publish.RunJson;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Obligation;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.EventName;
import io.github.walnut.ups.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What an outage did, what was decided and done about it, and what is still owed. */
final class OutageReport {

    private static final int MOST_EVENTS = 500;

    private final ApiPorts ports;
    private final RunJson runJson;
    private final OutageJson outageJson;
    private final Json json;

    OutageReport(ApiPorts ports, Json json) {
        this.ports = ports;
        this.runJson = new RunJson(json);
        this.outageJson = new OutageJson(json);
        this.json = json;
    }

    ObjectNode write(Outage outage, List<Journal.Entry> runs, Instant now) {
        ObjectNode node = json.object();
        List<String> ids = runs.stream().map(entry -> entry.run().id().toString()).toList();
        node.set("outage", outageJson.write(outage, now, ids));
        node.set("runs", json.array(runs, this::run));
        node.set("decisions", json.array(ports.decisions().ofOutage(outage.id()), this::decision));
        List<Obligation> owed =
                ports.obligations().owed().stream()
                        .map(ObligationControl.Owed::obligation)
                        .filter(each -> outage.id().equals(each.outageId()))
                        .toList();
        node.set("not_restored", json.array(owed, this::owed));
        node.set("forecast", forecast(outage, now));
        return node;
    }

    private ObjectNode run(Journal.Entry entry) {
        ObjectNode record = runJson.writeWithoutSteps(entry.run(), entry.steps());
        return record.retain(
                "id",
                "policy_name",
                "mode",
                "state",
                "result",
                "severity",
                "reason",
                "created_at",
                "first_dispatch_at",
                "ended_at",
                "counts");
    }

    private ObjectNode decision(Decision decision) {
        return json.object()
                .put("at", Json.at(decision.at()))
                .put("policy_id", decision.policyId().toString())
                .put("policy_name", name(decision.policyId()))
                .put("decision", decision.kind().word())
                .put("detail", decision.detail());
    }

    /** Null for a policy that is gone. */
    private String name(UUID policyId) {
        return ports.policies()
                .find(policyId)
                .map(StoredPolicy::policy)
                .map(policy -> policy.name())
                .orElse(null);
    }

    private ObjectNode owed(Obligation owed) {
        return json.object()
                .put("host_id", owed.target().hostId())
                .put("target_id", owed.target().id())
                .put("target_name", owed.target().name())
                .put("status", owed.status().word())
                .put("reason", owed.reason());
    }

    /** What the UPS promised when mains were lost, and how long it had to hold. */
    private ObjectNode forecast(Outage outage, Instant now) {
        Double promised =
                ports
                        .events()
                        .page(EventFilter.ofOutage(outage.id()), null, MOST_EVENTS)
                        .items()
                        .stream()
                        .map(EventReads.Noted::event)
                        .filter(event -> event.name().equals(EventName.MAINS_LOST.word()))
                        .min(Comparator.comparing(Event::ts))
                        .map(Event::attrs)
                        .map(OutageReport::runtime)
                        .orElse(null);
        Instant end = outage.endedAt() == null ? now : outage.endedAt();
        double lasted = Duration.between(outage.startedAt(), end).toMillis() / 1000.0;
        return json.object()
                .put("runtime_seconds", promised)
                .put("duration_seconds", lasted)
                .put(
                        "survived",
                        promised == null || outage.open() ? null : (Boolean) (lasted < promised));
    }

    private static Double runtime(Map<String, Object> attrs) {
        return attrs.get("runtime_seconds") instanceof Number number ? number.doubleValue() : null;
    }

    /** For people, from what {@link #write} made. */
    static String markdown(JsonNode report) {
        JsonNode outage = report.get("outage");
        StringBuilder text = new StringBuilder("# Outage of ");
        text.append(plain(outage.get("ups_id"))).append("\n\n");
        line(text, "Began", outage.get("started_at"));
        line(text, "Ended", outage.get("ended_at"));
        line(text, "Seconds", outage.get("duration_seconds"));
        line(text, "Episodes", outage.get("episodes"));
        line(text, "Lowest charge %", outage.get("min_battery_percent"));
        line(text, "Highest load %", outage.get("max_load_percent"));
        line(text, "Energy Wh", outage.get("energy_wh"));
        line(text, "Runtime told at the begin, s", report.at("/forecast/runtime_seconds"));
        table(
                text,
                "Runs",
                report.get("runs"),
                "created_at",
                "policy_name",
                "mode",
                "state",
                "result",
                "reason");
        table(
                text,
                "Decisions",
                report.get("decisions"),
                "at",
                "policy_name",
                "decision",
                "detail");
        table(
                text,
                "Not restored",
                report.get("not_restored"),
                "host_id",
                "target_id",
                "target_name",
                "status",
                "reason");
        return text.toString();
    }

    private static void line(StringBuilder text, String what, JsonNode value) {
        text.append("- ").append(what).append(": ").append(plain(value)).append('\n');
    }

    private static void table(StringBuilder text, String title, JsonNode rows, String... columns) {
        text.append("\n## ").append(title).append("\n\n");
        if (rows.isEmpty()) {
            text.append("None.\n");
            return;
        }
        text.append("| ").append(String.join(" | ", columns).replace('_', ' ')).append(" |\n");
        text.append("|---".repeat(columns.length)).append("|\n");
        for (JsonNode row : rows) {
            for (String column : columns) {
                text.append("| ").append(plain(row.get(column))).append(' ');
            }
            text.append("|\n");
        }
    }

    /** Names come from elsewhere: nothing in them may become markup. */
    private static String plain(JsonNode value) {
        if (value == null || value.isNull() || value.isMissingNode()) {
            return "–";
        }
        return value.asText()
                .replaceAll("\\s+", " ")
                .replaceAll("([\\\\`*_{}\\[\\]<>#|!])", "\\\\$1");
    }
}
