package io.github.walnut.api;

import io.github.walnut.publish.Json;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Sample;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** Measurements as a file, fetched as they are read. */
final class SampleFileOperations implements Resource {

    private static final int PORTION = 5000;
    private static final long MOST_LINES = 1_000_000;

    private final UpsReads ups;
    private final UpsNames names;
    private final SampleReads samples;
    private final Clock clock;

    SampleFileOperations(ApiPorts ports, Clock clock) {
        this.ups = ports.ups();
        this.names = new UpsNames(ports.ups());
        this.samples = ports.samples();
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("samples-csv", this::file);
    }

    private Reply file(Call call) {
        SampleQuery query = SampleQuery.ofFile(call, clock);
        boolean raw = query.bucket() == null;
        List<String> asked = call.texts("ups_id");
        List<String> ids =
                asked.isEmpty()
                        ? ups.all().stream().map(view -> view.facts().upsId()).toList()
                        : asked.stream()
                                .map(id -> names.find(id).facts().upsId())
                                .distinct()
                                .toList();
        Stream<String> lines =
                ids.stream()
                        .flatMap(
                                id ->
                                        (raw ? raw(query, id) : buckets(query, id))
                                                .limit(query.limit()))
                        .limit(MOST_LINES);
        return Csv.file(
                "samples.csv",
                Stream.concat(Stream.of(raw ? rawHead(query) : bucketHead(query)), lines)
                        .iterator());
    }

    private static String rawHead(SampleQuery query) {
        List<String> head = new ArrayList<>(List.of("ups_id", "at", "poll", "status"));
        query.fields().forEach(field -> head.add(field.field()));
        return Csv.line(head);
    }

    private Stream<String> raw(SampleQuery query, String id) {
        return portions(
                        rest -> samples.raw(id, rest.from(), rest.to(), PORTION, query.ascending()),
                        new Span(query.from(), query.to()),
                        (rest, portion) -> {
                            if (portion.size() < PORTION) {
                                return null;
                            }
                            Instant last = portion.get(portion.size() - 1).at();
                            return query.ascending()
                                    ? new Span(last.plusMillis(1), rest.to())
                                    : new Span(rest.from(), last);
                        })
                .map(sample -> line(query, sample));
    }

    private static String line(SampleQuery query, Sample sample) {
        List<Object> cells =
                new ArrayList<>(
                        Arrays.asList(
                                sample.upsId(),
                                Json.at(sample.at()),
                                sample.poll().name().toLowerCase(Locale.ROOT),
                                sample.status()));
        query.fields().forEach(field -> cells.add(sample.value(field)));
        return Csv.line(cells);
    }

    private static String bucketHead(SampleQuery query) {
        List<String> head =
                new ArrayList<>(
                        List.of("ups_id", "at", "seconds", "count", "flags", "on_battery_seconds"));
        for (Metric field : query.fields()) {
            for (String part : List.of("min", "max", "avg", "last")) {
                head.add(field.field() + "_" + part);
            }
        }
        return Csv.line(head);
    }

    /** A portion is so many buckets, whether or not there is something in them. */
    private Stream<String> buckets(SampleQuery query, String id) {
        Duration length = query.bucket().multipliedBy(PORTION);
        return portions(
                part -> lines(query, id, part),
                Span.first(query, length),
                (part, portion) -> part.next(query, length));
    }

    /** A bucket belongs to the portion in which it begins, the first one of all to the first. */
    private List<String> lines(SampleQuery query, String id, Span part) {
        SampleSeries series = samples.buckets(id, part.from(), part.to(), query.bucket());
        List<SampleBucket> found = new ArrayList<>(series.buckets());
        if (part.from().isAfter(query.from())) {
            found.removeIf(bucket -> bucket.at().isBefore(part.from()));
        }
        if (!query.ascending()) {
            Collections.reverse(found);
        }
        return found.stream().map(bucket -> line(query, id, bucket)).toList();
    }

    private static String line(SampleQuery query, String id, SampleBucket bucket) {
        List<Object> cells =
                new ArrayList<>(
                        Arrays.asList(
                                id,
                                Json.at(bucket.at()),
                                bucket.seconds(),
                                bucket.count(),
                                String.join(" ", bucket.flags().stream().sorted().toList()),
                                bucket.onBatterySeconds()));
        for (Metric field : query.fields()) {
            SampleBucket.Summary summary = bucket.values().get(field);
            cells.addAll(
                    summary == null
                            ? Collections.nCopies(4, null)
                            : List.of(summary.min(), summary.max(), summary.avg(), summary.last()));
        }
        return Csv.line(cells);
    }

    /** A stretch of time whose inner ends are those of buckets. */
    private record Span(Instant from, Instant to) {

        static Span first(SampleQuery query, Duration length) {
            return query.ascending()
                    ? new Span(
                            query.from(),
                            earlier(floor(query.from(), query).plus(length), query.to()))
                    : new Span(
                            later(floor(query.to(), query).minus(length), query.from()),
                            query.to());
        }

        /** Null behind the last one. */
        Span next(SampleQuery query, Duration length) {
            if (query.ascending()) {
                return to.isBefore(query.to())
                        ? new Span(to, earlier(to.plus(length), query.to()))
                        : null;
            }
            return from.isAfter(query.from())
                    ? new Span(later(from.minus(length), query.from()), from)
                    : null;
        }

        private static Instant floor(Instant at, SampleQuery query) {
            long size = query.bucket().toMillis();
            return Instant.ofEpochMilli(Math.floorDiv(at.toEpochMilli(), size) * size);
        }

        private static Instant earlier(Instant a, Instant b) {
            return a.isBefore(b) ? a : b;
        }

        private static Instant later(Instant a, Instant b) {
            return a.isAfter(b) ? a : b;
        }
    }

    /** The stretch behind one, or null behind the last. */
    private interface Following<T> {
        Span after(Span span, List<T> portion);
    }

    private record Portion<T>(Span span, List<T> items) {}

    private static <T> Stream<T> portions(
            Function<Span, List<T>> read, Span first, Following<T> following) {
        return Stream.iterate(
                        new Portion<>(first, read.apply(first)),
                        Objects::nonNull,
                        portion -> {
                            Span next = following.after(portion.span(), portion.items());
                            return next == null ? null : new Portion<>(next, read.apply(next));
                        })
                .flatMap(portion -> portion.items().stream());
    }
}
