package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import io.github.walnut.ups.Sample;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
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

    /** What an answer is made of, UPS by UPS. */
    private static final class Gathering {

        private final ArrayNode items;
        private final Map<String, Instant> ends = new LinkedHashMap<>();
        private SampleSeries.Source source;
        private Integer seconds;

        Gathering(ArrayNode items) {
            this.items = items;
        }

        void saw(SampleSeries series) {
            seconds = seconds == null ? series.seconds() : Math.max(seconds, series.seconds());
            if (!series.buckets().isEmpty()) {
                source = source == null ? series.source() : source.and(series.source());
            }
        }
    }

    private Reply list(Call call) {
        SampleQuery query = SampleQuery.of(call, clock);
        ObjectNode answer = json.object();
        Gathering gathering = new Gathering(answer.putArray("items"));
        open(call, query)
                .forEach(
                        (id, rest) -> {
                            if (query.bucket() == null) {
                                raw(call, id, rest, gathering);
                            } else {
                                buckets(id, rest, rest.equals(query), gathering);
                            }
                        });
        answer.put(
                "next_cursor",
                gathering.ends.isEmpty()
                        ? null
                        : pages.encode(call, new SamplePlaces(gathering.ends).text()));
        answer.put("resolution_seconds", gathering.seconds);
        answer.put(
                "source",
                (gathering.source == null ? SampleSeries.Source.RAW : gathering.source).word());
        answer.put("from", Json.at(query.from()));
        answer.put("to", Json.at(query.to()));
        return Reply.ok(answer);
    }

    /** What is left to be shown, of each UPS of which something is. */
    private Map<String, SampleQuery> open(Call call, SampleQuery query) {
        Map<String, SampleQuery> open = new LinkedHashMap<>();
        if (call.text("cursor") == null) {
            ids(call).forEach(id -> open.put(id, query));
        } else {
            places(call).ends().forEach((id, end) -> open.put(id, query.behind(end)));
            open.values().removeIf(SampleQuery::over);
        }
        return open;
    }

    private SamplePlaces places(Call call) {
        try {
            return SamplePlaces.of(pages.decode(call));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new Problem(ProblemCode.INVALID_CURSOR, "The cursor is not one of this list");
        }
    }

    private List<String> ids(Call call) {
        List<String> asked = call.texts("ups_id");
        return asked.isEmpty()
                ? ups.all().stream().map(view -> view.facts().upsId()).toList()
                : asked.stream().map(id -> names.find(id).facts().upsId()).distinct().toList();
    }

    private void raw(Call call, String id, SampleQuery query, Gathering gathering) {
        List<Sample> found =
                samples.raw(id, query.from(), query.to(), query.limit() + 1, query.ascending());
        List<Sample> shown = found.subList(0, Math.min(found.size(), query.limit()));
        if (found.size() > shown.size()) {
            Instant last = shown.get(shown.size() - 1).at();
            gathering.ends.put(id, query.ascending() ? last.plusMillis(1) : last);
        }
        if (query.columns()) {
            gathering.items.add(sampleJson.rawColumns(id, shown, query.fields()));
        } else {
            boolean variables = call.flag("variables");
            shown.forEach(
                    sample ->
                            gathering.items.add(sampleJson.raw(sample, query.fields(), variables)));
        }
    }

    /**
     * @param begins it is the first page, so a bucket that begins before the question belongs to it
     */
    private void buckets(String id, SampleQuery query, boolean begins, Gathering gathering) {
        SampleSeries series = samples.buckets(id, query.from(), query.to(), query.bucket());
        List<SampleBucket> found = new ArrayList<>(series.buckets());
        if (query.ascending() && !begins) {
            found.removeIf(bucket -> bucket.at().isBefore(query.from()));
        }
        if (!query.ascending()) {
            Collections.reverse(found);
        }
        List<SampleBucket> shown = found.subList(0, Math.min(found.size(), query.limit()));
        if (found.size() > shown.size()) {
            SampleBucket last = shown.get(shown.size() - 1);
            gathering.ends.put(id, query.ascending() ? last.end() : last.at());
        }
        gathering.saw(series);
        if (query.columns()) {
            List<SampleBucket> oldestFirst = new ArrayList<>(shown);
            oldestFirst.sort(Comparator.comparing(SampleBucket::at));
            gathering.items.add(sampleJson.bucketColumns(id, oldestFirst, query.fields()));
        } else {
            shown.forEach(
                    bucket -> gathering.items.add(sampleJson.bucket(id, bucket, query.fields())));
        }
    }
}
