package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import io.github.walnut.notify.Letter;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxRepositoryTest {

    private static final Instant T = TestClock.START;

    @TempDir Path folder;

    private Database database;
    private OutboxRepository outbox;
    private EventStore events;
    private final List<UUID> told = new ArrayList<>();

    @BeforeEach
    void open() {
        database = Stores.open(folder);
        outbox = new OutboxRepository(database);
        events =
                new EventStore(
                        database,
                        new FactsRepository(database),
                        new OutageRepository(database),
                        new SampleStore(database));
        events.tell(
                new Mailbox() {
                    @Override
                    public List<Letter> about(Event event) {
                        return List.of(letter(event.id(), Letter.State.WAITING, T));
                    }

                    @Override
                    public void happened(Event event, List<Letter> letters) {
                        letters.forEach(letter -> told.add(letter.id()));
                    }
                });
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Letter letter(UUID id, Letter.State state, Instant at) {
        return new Letter(
                id,
                "phone",
                id,
                new UUID(4, 4),
                "mains_lost",
                "outage/1",
                Severity.WARN,
                "Warning: Rack lost mains power",
                "Charge 90 %",
                "https://walnut.example/events/1",
                Map.of("type", "event"),
                List.of(new Letter.Item(at, Severity.WARN, "Rack lost mains power")),
                3,
                state,
                2,
                at.plusSeconds(5),
                at,
                null,
                "no route");
    }

    private static Event event(UUID id, String edge) {
        return new Event(
                id,
                Event.Type.UPS,
                Event.UPS_STATE,
                "mains_lost",
                Severity.WARN,
                Event.Subject.ups(Samples.UPS),
                Map.of(),
                T,
                id,
                null,
                false,
                "lost",
                edge);
    }

    private static EventStore.Change only(Event... events) {
        return new EventStore.Change(List.of(events), List.of(), List.of());
    }

    @Test
    @Requirement("NTF-4")
    void a_message_is_stored_with_its_event_and_an_edge_that_is_known_brings_none() {
        UUID first = new UUID(1, 1);
        events.record(only(event(first, "edge")));
        events.record(only(event(new UUID(1, 2), "edge")));
        assertThat(outbox.unfinished()).containsExactly(letter(first, Letter.State.WAITING, T));
        assertThat(told).containsExactly(first);
    }

    @Test
    @Requirement("OPS-27")
    void messages_go_although_the_store_is_away() {
        database.trouble().keep();
        database.trouble().begin("disk full");
        UUID id = new UUID(1, 1);
        assertThatThrownBy(() -> events.record(only(event(id, "edge"))))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(told).containsExactly(id);
    }

    @Test
    @Requirement("NTF-4")
    void what_waits_or_is_under_way_is_found_again_and_what_arrived_is_not() {
        List<Letter> all = new ArrayList<>();
        for (Letter.State state : Letter.State.values()) {
            all.add(letter(new UUID(2, state.ordinal()), state, T.plusSeconds(state.ordinal())));
        }
        outbox.save(all);
        database.close();
        database = Stores.open(folder);
        outbox = new OutboxRepository(database);
        assertThat(outbox.unfinished()).containsExactlyElementsOf(all.subList(0, 2));
        assertThat(outbox.of("phone")).containsExactlyElementsOf(all);
        assertThat(outbox.of("other")).isEmpty();
    }

    @Test
    @Requirement("NTF-4")
    void a_message_that_was_sent_before_its_event_could_be_stored_stays_sent() {
        UUID id = new UUID(1, 1);
        Letter sent = letter(id, Letter.State.SENT, T);
        outbox.save(List.of(sent));
        events.record(only(event(id, "edge")));
        assertThat(outbox.of("phone")).containsExactly(sent);
    }

    @Test
    @Requirement("NTF-4")
    void what_is_older_than_a_week_is_forgotten() {
        outbox.save(
                List.of(
                        letter(new UUID(1, 1), Letter.State.SENT, T.minus(Duration.ofDays(8))),
                        letter(new UUID(1, 2), Letter.State.SENT, T)));
        assertThat(outbox.forget(T.minus(OutboxRepository.KEPT))).isEqualTo(1);
        assertThat(outbox.of("phone")).hasSize(1);
    }
}
