package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import io.github.walnut.ups.Sample;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Measurements over time. */
final class SampleOperations implements Resource {

    private final UpsReads ups;
    private final UpsNames names;
    private final SampleReads samples;
    private final SampleJson sampleJson;
    private final Pages pages;
    private final Json json;
    private final Clock clock;

    SampleOperations(UpsReads ups, SampleReads samples, Json json, Pages pages, Clock clock) {
        this.ups = ups;
        this.names = new UpsNames(ups);
        this.samples = samples;
        this.sampleJson = new SampleJson(json);
        this.pages = pages;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("samples-list", this::list);
    }

    private Reply list(Call call) {
        SampleQuery query = SampleQuery.of(call, clock);
        List<String> ids = ids(call);
        ObjectNode answer = json.object();
        ArrayNode items = answer.putArray("items");
        String source = "raw";
        String next = null;
        if (query.bucket() == null) {
            next = raw(call, query, ids, items);
        } else {
            source = buckets(query, ids, items);
        }
        answer.put("next_cursor", next);
        answer.put(
                "resolution_seconds", query.bucket() == null ? null : query.bucket().toSeconds());
        answer.put("source", source);
        answer.put("from", Json.at(query.from()));
        answer.put("to", Json.at(query.to()));
        return Reply.ok(answer);
    }

    private List<String> ids(Call call) {
        List<String> asked = call.texts("ups_id");
        return asked.isEmpty()
                ? ups.all().stream().map(view -> view.facts().upsId()).toList()
                : asked.stream().map(id -> names.find(id).facts().upsId()).distinct().toList();
    }

    /** With one UPS the list can be continued; its cursor is the time of the last sample shown. */
    private String raw(Call call, SampleQuery query, List<String> ids, ArrayNode items) {
        Instant from = query.from();
        Instant to = query.to();
        if (call.text("cursor") != null) {
            Instant last = Instant.ofEpochMilli(Long.parseLong(pages.decode(call)));
            from = query.ascending() ? last.plusMillis(1) : from;
            to = query.ascending() ? to : last;
        }
        String next = null;
        for (String id : ids) {
            List<Sample> found = samples.raw(id, from, to, query.limit() + 1, query.ascending());
            List<Sample> shown = found.subList(0, Math.min(found.size(), query.limit()));
            if (found.size() > shown.size() && ids.size() == 1) {
                next =
                        pages.encode(
                                call,
                                Long.toString(shown.get(shown.size() - 1).at().toEpochMilli()));
            }
            if (query.columns()) {
                items.add(sampleJson.rawColumns(id, shown, query.fields()));
            } else {
                shown.forEach(
                        sample ->
                                items.add(
                                        sampleJson.raw(
                                                sample, query.fields(), call.flag("variables"))));
            }
        }
        return next;
    }

    private String buckets(SampleQuery query, List<String> ids, ArrayNode items) {
        boolean raw = false;
        boolean rollup = false;
        for (String id : ids) {
            List<SampleBucket> found =
                    new ArrayList<>(samples.buckets(id, query.from(), query.to(), query.bucket()));
            raw |= found.stream().anyMatch(bucket -> !bucket.rollup());
            rollup |= found.stream().anyMatch(SampleBucket::rollup);
            if (query.columns()) {
                items.add(sampleJson.bucketColumns(id, found, query.fields()));
                continue;
            }
            if (!query.ascending()) {
                Collections.reverse(found);
            }
            found.stream()
                    .limit(query.limit())
                    .map(bucket -> sampleJson.bucket(id, bucket, query.bucket(), query.fields()))
                    .forEach(items::add);
        }
        return rollup ? raw ? "mixed" : "rollup" : "raw";
    }
}
