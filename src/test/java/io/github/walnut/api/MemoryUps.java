package io.github.walnut.api;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.github.walnut.publish.UpsView;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Outage;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsIdentity;
import io.github.walnut.ups.UpsState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** UPSs with samples, events and outages in memory. */
final class MemoryUps implements UpsReads, SampleReads, EventReads {

    /** Whoever asks for all waits for it. */
    volatile CompletableFuture<Void> free = CompletableFuture.completedFuture(null);

    private Duration least = Duration.ZERO;
    private final List<UpsView> views = new CopyOnWriteArrayList<>();
    private final List<Sample> samples = new CopyOnWriteArrayList<>();
    private final List<Noted> events = new CopyOnWriteArrayList<>();
    private final List<Outage> outages = new CopyOnWriteArrayList<>();

    UpsView add(String upsId, Instant at, String... flags) {
        Sample last = sample(upsId, at, 82, flags);
        UpsView view =
                new UpsView(
                        new UpsFacts(
                                upsId,
                                Map.of(
                                        UpsState.valueOf(flags[0]),
                                        new UpsFacts.Holding(at, 1, false, "reported", false)),
                                last,
                                at,
                                true,
                                null,
                                flags[0].equals("OB")
                                        ? UpsFacts.PowerSource.BATTERY
                                        : UpsFacts.PowerSource.MAINS,
                                null,
                                0,
                                0,
                                0,
                                0,
                                false,
                                at),
                        null,
                        null,
                        new UpsIdentity("Eaton", "5P", "GB12"),
                        null,
                        1);
        views.add(view);
        return view;
    }

    Sample sample(String upsId, Instant at, double charge, String... flags) {
        Sample sample =
                new Sample(
                        upsId,
                        at,
                        samples.size() + 1L,
                        Sample.Poll.FULL,
                        Map.of(Metric.BATTERY_PERCENT, charge),
                        Set.of(flags),
                        String.join(" ", flags),
                        Map.of("battery.charge", Double.toString(charge)),
                        List.of());
        samples.add(sample);
        return sample;
    }

    Event event(String upsId, Instant at, String name, Severity severity) {
        Event event =
                new Event(
                        UUID.randomUUID(),
                        Event.Type.UPS,
                        Event.UPS_STATE,
                        name,
                        severity,
                        Event.Subject.ups(upsId),
                        Map.of("state", "on_battery"),
                        at,
                        UUID.randomUUID(),
                        null,
                        false,
                        upsId + " " + name,
                        name + at);
        events.add(new Noted(event, events.size() + 1L, null, null));
        return event;
    }

    Outage outage(String upsId, Instant from, Instant to) {
        Outage outage =
                new Outage(
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        upsId,
                        from,
                        to,
                        1,
                        60.0,
                        900.0,
                        31.5,
                        12.5);
        outages.add(outage);
        return outage;
    }

    @Override
    public List<UpsView> all() {
        free.join();
        return views.stream().sorted(Comparator.comparing(v -> v.facts().upsId())).toList();
    }

    @Override
    public List<Sample> raw(String upsId, Instant from, Instant to, int limit, boolean ascending) {
        Comparator<Sample> order = Comparator.comparing(Sample::at);
        return samples.stream()
                .filter(s -> s.upsId().equals(upsId))
                .filter(s -> !s.at().isBefore(from) && s.at().isBefore(to))
                .sorted(ascending ? order : order.reversed())
                .limit(limit)
                .toList();
    }

    /** Samples are gone: nothing shorter than this is left of them. */
    void left(Duration shortest) {
        least = shortest;
    }

    @Override
    public SampleSeries buckets(String upsId, Instant from, Instant to, Duration asked) {
        Duration size = least.compareTo(asked) > 0 ? least : asked;
        Instant begin =
                size == asked ? from : Instant.ofEpochMilli(floor(from, size) * size.toMillis());
        Instant end =
                size == asked
                        ? to
                        : Instant.ofEpochMilli(
                                (floor(to.minusMillis(1), size) + 1) * size.toMillis());
        Map<Instant, List<Sample>> grouped = new java.util.TreeMap<>();
        for (Sample sample : raw(upsId, begin, end, Integer.MAX_VALUE, true)) {
            long start = floor(sample.at(), size);
            grouped.computeIfAbsent(
                            Instant.ofEpochMilli(start * size.toMillis()), at -> new ArrayList<>())
                    .add(sample);
        }
        List<SampleBucket> buckets = new ArrayList<>();
        grouped.forEach(
                (at, found) -> {
                    double[] charge =
                            found.stream()
                                    .mapToDouble(s -> s.value(Metric.BATTERY_PERCENT))
                                    .toArray();
                    var stats = java.util.Arrays.stream(charge).summaryStatistics();
                    buckets.add(
                            new SampleBucket(
                                    at,
                                    (int) size.toSeconds(),
                                    found.size(),
                                    Map.of(
                                            Metric.BATTERY_PERCENT,
                                            new SampleBucket.Summary(
                                                    stats.getMin(),
                                                    stats.getMax(),
                                                    stats.getAverage(),
                                                    charge[charge.length - 1])),
                                    found.get(0).flags(),
                                    0));
                });
        return new SampleSeries(
                buckets,
                (int) size.toSeconds(),
                size == asked ? SampleSeries.Source.RAW : SampleSeries.Source.MIXED);
    }

    private static long floor(Instant at, Duration size) {
        return Math.floorDiv(at.toEpochMilli(), size.toMillis());
    }

    @Override
    public Page<Noted> page(EventFilter filter, String cursor, int limit) {
        long before = cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor);
        List<Noted> found =
                events.stream()
                        .filter(noted -> noted.seq() < before)
                        .filter(noted -> asked(filter, noted.event()))
                        .sorted(Comparator.comparing(Noted::seq).reversed())
                        .toList();
        List<Noted> shown = found.subList(0, Math.min(limit, found.size()));
        boolean more = shown.size() < found.size();
        return new Page<>(shown, more ? Long.toString(shown.get(shown.size() - 1).seq()) : null);
    }

    private static boolean asked(EventFilter filter, Event event) {
        return (filter.severities().isEmpty() || filter.severities().contains(event.severity()))
                && (filter.name() == null || filter.name().equals(event.name()))
                && (filter.upsId() == null || filter.upsId().equals(event.subject().id()))
                && (filter.outageId() == null || filter.outageId().equals(event.outageId()));
    }

    @Override
    public Optional<Noted> find(UUID id) {
        return events.stream().filter(noted -> noted.event().id().equals(id)).findFirst();
    }

    @Override
    public Counts count(EventFilter filter, Duration span) {
        List<Event> found =
                events.stream()
                        .map(Noted::event)
                        .filter(event -> asked(filter, event))
                        .filter(e -> filter.from() == null || !e.ts().isBefore(filter.from()))
                        .toList();
        return new Counts(
                found.size(),
                found.stream().collect(groupingBy(Event::severity, counting())),
                found.stream().collect(groupingBy(Event::name, counting())),
                found.stream().collect(groupingBy(e -> e.subject().id(), counting())),
                found.stream()
                        .map(Event::ts)
                        .map(at -> at.toEpochMilli() / span.toMillis() * span.toMillis())
                        .distinct()
                        .map(at -> new Span(Instant.ofEpochMilli(at), 0, 0, 0))
                        .toList());
    }

    @Override
    public int acknowledge(List<UUID> ids, String by) {
        return acknowledge(noted -> ids.contains(noted.event().id()), by);
    }

    @Override
    public int acknowledgeUntil(Instant until, Severity severity, String by) {
        return acknowledge(
                noted ->
                        !noted.event().ts().isAfter(until)
                                && (severity == null || severity == noted.event().severity()),
                by);
    }

    private int acknowledge(Predicate<Noted> which, String by) {
        int before = (int) events.stream().filter(e -> e.acknowledgedBy() != null).count();
        events.replaceAll(
                noted ->
                        noted.acknowledgedBy() == null && which.test(noted)
                                ? new Noted(noted.event(), noted.seq(), Instant.EPOCH, by)
                                : noted);
        return (int) events.stream().filter(e -> e.acknowledgedBy() != null).count() - before;
    }

    OutageReads outageReads() {
        return new OutageReads() {
            @Override
            public List<Outage> between(String upsId, Instant from, Instant to, int limit) {
                return outages.stream()
                        .filter(o -> upsId == null || upsId.equals(o.upsId()))
                        .sorted(Comparator.comparing(Outage::startedAt).reversed())
                        .limit(limit)
                        .toList();
            }

            @Override
            public Optional<Outage> find(UUID id) {
                return outages.stream().filter(o -> o.id().equals(id)).findFirst();
            }
        };
    }
}
