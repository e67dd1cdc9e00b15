package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Outage;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventStoreTest {

    private static final Instant T = TestClock.START;

    @TempDir Path folder;

    private final TestClock clock = new TestClock();
    private Database database;
    private FactsRepository facts;
    private OutageRepository outages;
    private EventStore events;

    @BeforeEach
    void open() {
        database = Database.open(Stores.config(folder), clock);
        facts = new FactsRepository(database);
        outages = new OutageRepository(database);
        events = new EventStore(database, facts, outages, new SampleStore(database));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Event event(String name, Severity severity, Instant ts, String message) {
        return new Event(
                UUID.randomUUID(),
                Event.Type.UPS,
                Event.UPS_STATE,
                name,
                severity,
                Event.Subject.ups(Samples.UPS),
                Map.of("from", List.of("OL")),
                ts,
                UUID.randomUUID(),
                null,
                false,
                message,
                null);
    }

    private static EventStore.Change only(List<Event> events) {
        return new EventStore.Change(events, List.of(), List.of());
    }

    private static UpsFacts factsOnBattery(UUID outage) {
        return new UpsFacts(
                Samples.UPS,
                Map.of(UpsState.OB, new UpsFacts.Holding(T, 3, false, "reported", false)),
                Samples.at(T, "OB DISCHRG", Map.of(Metric.BATTERY_PERCENT, 81.5)),
                T,
                true,
                null,
                UpsFacts.PowerSource.BATTERY,
                outage,
                1,
                12.5,
                40,
                2,
                false,
                T);
    }

    private static Outage outage(UUID id) {
        return new Outage(id, UUID.randomUUID(), Samples.UPS, T, null, 1, 81.5, 1200.0, 30.0, null);
    }

    record Memory(Instant since, Map<String, Instant> pending) {}

    @Test
    @Requirement("NUT-62")
    void writes_events_facts_and_outages_together() {
        Event event = Runs.event(UUID.randomUUID(), "edge-1");
        Outage outage = outage(event.outageId());
        UpsFacts now = factsOnBattery(outage.id());
        Memory memory = new Memory(T, Map.of("low", T.plusSeconds(3)));
        List<StoredEvent> stored =
                events.record(
                        new EventStore.Change(
                                List.of(event),
                                List.of(new EventStore.FactsChange(now, memory)),
                                List.of(outage)));
        database.close();
        open();
        assertThat(stored).extracting(StoredEvent::event).containsExactly(event);
        assertThat(events.find(event.id())).contains(stored.get(0));
        assertThat(facts.all()).containsExactly(now);
        assertThat(facts.memory(Samples.UPS, Memory.class)).contains(memory);
        assertThat(outages.open()).containsExactly(outage);
    }

    @Test
    @Requirement("NUT-62")
    void leaves_nothing_of_a_change_that_fails_half_way() {
        Outage impossible =
                new Outage(
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        "u",
                        T,
                        null,
                        0,
                        null,
                        null,
                        null,
                        null);
        Event event = event("mains_lost", Severity.WARN, T, "lost");
        assertThatThrownBy(
                        () ->
                                events.record(
                                        new EventStore.Change(
                                                List.of(event),
                                                List.of(
                                                        new EventStore.FactsChange(
                                                                factsOnBattery(null), null)),
                                                List.of(impossible))))
                .hasMessageContaining("CHECK constraint failed: episodes > 0");
        assertThat(events.find(event.id())).isEmpty();
        assertThat(facts.all()).isEmpty();
    }

    @Test
    @Requirement("NUT-62")
    void stores_one_edge_once() {
        Event first = Runs.event(UUID.randomUUID(), "rack@lab OB 17");
        Event again = Runs.event(UUID.randomUUID(), "rack@lab OB 17");
        assertThat(events.record(only(List.of(first)))).hasSize(1);
        assertThat(events.record(only(List.of(again)))).isEmpty();
        assertThat(events.record(only(List.of(first)))).isEmpty();
        assertThat(events.count(EventFilter.ANY)).isEqualTo(1);
    }

    @Test
    void keeps_the_memory_when_only_facts_change() {
        Memory memory = new Memory(T, Map.of());
        record(factsOnBattery(null), memory);
        record(factsOnBattery(UUID.randomUUID()), null);
        assertThat(facts.memory(Samples.UPS, Memory.class)).contains(memory);
        assertThat(facts.memory("other@lab", Memory.class)).isEmpty();
    }

    private void record(UpsFacts now, Object memory) {
        events.record(
                new EventStore.Change(
                        List.of(), List.of(new EventStore.FactsChange(now, memory)), List.of()));
    }

    @Test
    @Requirement("API-7")
    void pages_newest_first_and_is_not_moved_by_what_is_added() {
        List<Event> written =
                IntStream.range(0, 25)
                        .mapToObj(i -> event("e" + i, Severity.INFO, T.plusSeconds(i / 5), "n"))
                        .toList();
        events.record(only(written));
        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            Page<StoredEvent> page = events.page(EventFilter.ANY, cursor, 7);
            page.items().forEach(e -> seen.add(e.event().name()));
            cursor = page.nextCursor();
            events.record(only(List.of(event("late", Severity.INFO, T.plusSeconds(99), "n"))));
        } while (cursor != null);
        assertThat(seen)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(0, 24).mapToObj(i -> "e" + (24 - i)).toList());
    }

    @Test
    @Requirement("API-7")
    void refuses_a_cursor_of_another_filter_or_of_yesterday() {
        events.record(
                only(
                        List.of(
                                event("a", Severity.INFO, T, "n"),
                                event("b", Severity.INFO, T, "n"))));
        String cursor = events.page(EventFilter.ANY, null, 1).nextCursor();
        EventFilter other = EventFilter.ANY.withUps("x@y");
        assertThatThrownBy(() -> events.page(other, cursor, 1))
                .isInstanceOf(InvalidCursorException.class);
        assertThatThrownBy(() -> events.page(EventFilter.ANY, "nonsense!", 1))
                .isInstanceOf(InvalidCursorException.class);
        clock.move(Duration.ofHours(25));
        assertThatThrownBy(() -> events.page(EventFilter.ANY, cursor, 1))
                .isInstanceOf(InvalidCursorException.class);
    }

    @Test
    void filters_by_each_word_of_the_message_time_severity_and_name() {
        Event lost = event("mains_lost", Severity.WARN, T, "rack@lab lost mains 100%");
        Event back = event("mains_returned", Severity.INFO, T.plusSeconds(60), "mains are back");
        events.record(only(List.of(lost, back)));
        assertThat(found(filter(List.of(), null, "mains lost"))).containsExactly(lost);
        assertThat(found(filter(List.of(), null, "100% "))).containsExactly(lost);
        assertThat(found(filter(List.of(), null, "1_0"))).isEmpty();
        assertThat(found(filter(List.of(Severity.INFO), null, null))).containsExactly(back);
        assertThat(found(filter(List.of(), "mains_lost", null))).containsExactly(lost);
        assertThat(found(EventFilter.ANY.between(T.plusSeconds(1), null))).containsExactly(back);
        assertThat(found(EventFilter.ANY.between(null, T.plusSeconds(60)))).containsExactly(lost);
        assertThat(found(EventFilter.ANY.withUps(Samples.UPS))).containsExactly(back, lost);
        assertThat(found(EventFilter.ANY.withUps("other@lab"))).isEmpty();
    }

    @Test
    void finds_what_concerns_a_host_by_subject_or_by_name_in_its_attrs() {
        Event about = hostEvent(new Event.Subject("host", "esx-1"), Map.of());
        Event naming = hostEvent(new Event.Subject("vm", "vm:101"), Map.of("host_id", "esx-1"));
        Event other = hostEvent(new Event.Subject("host", "esx-2"), Map.of());
        events.record(only(List.of(about, naming, other)));
        EventFilter filter =
                new EventFilter(
                        null, null, List.of(), null, null, null, null, "esx-1", null, null, false,
                        false, null);
        assertThat(found(filter)).containsExactlyInAnyOrder(about, naming);
    }

    private static Event hostEvent(Event.Subject subject, Map<String, Object> attrs) {
        return new Event(
                UUID.randomUUID(),
                Event.Type.SYSTEM,
                Event.SYSTEM_HEALTH,
                "integration_state_changed",
                Severity.WARN,
                subject,
                attrs,
                T,
                null,
                null,
                false,
                null,
                null);
    }

    private static EventFilter filter(List<Severity> severities, String name, String q) {
        return new EventFilter(
                null, null, severities, name, null, null, null, null, null, null, null, null, q);
    }

    private List<Event> found(EventFilter filter) {
        return events.page(filter, null, 50).items().stream().map(StoredEvent::event).toList();
    }

    @Test
    void acknowledges_each_event_once() {
        Event warn = event("a", Severity.WARN, T, "n");
        Event info = event("b", Severity.INFO, T, "n");
        events.record(only(List.of(warn, info)));
        assertThat(events.acknowledge(List.of(), "anna")).isEmpty();
        assertThat(events.acknowledgeUntil(T, Severity.WARN, "anna")).containsExactly(warn.id());
        assertThat(events.acknowledge(List.of(warn.id(), info.id()), "ben"))
                .containsExactly(info.id());
        assertThat(events.find(warn.id()).orElseThrow().acknowledgedBy()).isEqualTo("anna");
        assertThat(events.find(info.id()).orElseThrow().acknowledgedAt()).isEqualTo(clock.now());
    }

    @Test
    void counts_by_severity_name_ups_and_span() {
        events.record(
                only(
                        List.of(
                                event("a", Severity.WARN, T, "n"),
                                event("a", Severity.INFO, T.plusSeconds(10), "n"),
                                event("b", Severity.INFO, T.plusSeconds(3_600), "n"))));
        assertThat(new EventCounter(database).count(EventFilter.ANY, Duration.ofHours(1)))
                .isEqualTo(
                        new EventCounts(
                                3,
                                Map.of("info", 2L, "warn", 1L),
                                Map.of("a", 2L, "b", 1L),
                                Map.of(Samples.UPS, 3L),
                                List.of(
                                        new EventCounts.Span(T, 1, 1, 0),
                                        new EventCounts.Span(T.plusSeconds(3_600), 1, 0, 0))));
    }

    @Test
    void replays_what_came_after_a_number() {
        List<StoredEvent> stored =
                events.record(
                        only(
                                List.of(
                                        event("a", Severity.INFO, T.plusSeconds(9), "n"),
                                        event("b", Severity.INFO, T, "n"))));
        assertThat(events.after(stored.get(0).seq(), 10)).containsExactly(stored.get(1));
    }
}
