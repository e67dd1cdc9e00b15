package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.EventJson;
import io.github.walnut.publish.Json;
import io.github.walnut.publish.OutageJson;
import io.github.walnut.publish.RunJson;
import io.github.walnut.run.Journal;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Outage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Losses of mains. */
final class OutageOperations implements Resource {

    private static final int MOST_POINTS = 2000;
    private static final int MOST_EVENTS = 500;
    private static final int MOST_OUTAGES = 10_000;
    private static final Duration AROUND = Duration.ofMinutes(2);

    private final ApiPorts ports;
    private final EventJson eventJson;
    private final RunJson runJson;
    private final SampleJson sampleJson;
    private final Pages pages;
    private final Json json;
    private final Clock clock;

    OutageOperations(ApiPorts ports, Json json, Pages pages, Clock clock) {
        this.ports = ports;
        this.eventJson = new EventJson(json);
        this.runJson = new RunJson(json);
        this.sampleJson = new SampleJson(json);
        this.pages = pages;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "outages-list", this::list,
                "outage-get", this::get,
                "outage-report", this::report);
    }

    private Reply list(Call call) {
        Instant from = call.time("from") == null ? Instant.EPOCH : call.time("from");
        Instant to = call.time("to") == null ? clock.instant() : call.time("to");
        List<Outage> found =
                ports.outages()
                        .between(
                                new UpsNames(ports.ups()).meant(call.text("ups_id")),
                                from,
                                to,
                                MOST_OUTAGES);
        return pages.reply(
                pages.cut(call, found, outage -> outage.id().toString()),
                outage -> write(outage, runs(outage.id())));
    }

    private Reply report(Call call) {
        Outage outage = existing(call.uuid("id"));
        ObjectNode report =
                new OutageReport(ports, json).write(outage, runs(outage.id()), clock.instant());
        return Acceptance.prefers(call.envelope().accept(), "text/markdown")
                ? Reply.text(OutageReport.markdown(report), "text/markdown; charset=utf-8")
                : Reply.ok(report);
    }

    private Outage existing(UUID id) {
        return ports.outages()
                .find(id)
                .orElseThrow(() -> Problem.notFound("outage", id.toString()));
    }

    private Reply get(Call call) {
        UUID id = call.uuid("id");
        Outage outage = existing(id);
        List<Journal.Entry> runs = runs(id);
        ObjectNode node = write(outage, runs);
        node.set(
                "events",
                json.array(
                        ports.events().page(EventFilter.ofOutage(id), null, MOST_EVENTS).items(),
                        noted -> eventJson.write(noted.event())));
        node.set("runs", json.array(runs, run -> runJson.write(run.run(), run.steps())));
        node.set("samples", samples(outage));
        return Reply.ok(node);
    }

    private com.fasterxml.jackson.databind.JsonNode samples(Outage outage) {
        Instant from = outage.startedAt().minus(AROUND);
        Instant end = outage.endedAt() == null ? clock.instant() : outage.endedAt();
        Instant to = end.plus(AROUND);
        long seconds = Math.max(1, Duration.between(from, to).toSeconds() / MOST_POINTS + 1);
        Duration size = Duration.ofSeconds(seconds);
        SampleSeries series = ports.samples().buckets(outage.upsId(), from, to, size);
        return json.array(
                series.buckets(),
                bucket -> sampleJson.bucket(outage.upsId(), bucket, List.of(Metric.values())));
    }

    private List<Journal.Entry> runs(UUID outageId) {
        return ports.runs().page(RunFilter.ofOutage(outageId), null, MOST_EVENTS).items();
    }

    private ObjectNode write(Outage outage, List<Journal.Entry> runs) {
        return new OutageJson(json)
                .write(
                        outage,
                        clock.instant(),
                        runs.stream().map(entry -> entry.run().id().toString()).toList());
    }
}
