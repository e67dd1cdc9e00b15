package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.road.Detection;
import io.github.walnut.road.EventRecorder;
import io.github.walnut.road.SampleRound;
import io.github.walnut.store.Database;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.EventFilter;
import io.github.walnut.store.EventSpill;
import io.github.walnut.store.EventStore;
import io.github.walnut.store.EventStore.Change;
import io.github.walnut.store.FactsRepository;
import io.github.walnut.store.OutageRepository;
import io.github.walnut.store.SampleStore;
import io.github.walnut.store.StoreUnavailableException;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.UpsUpdate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each bounded queue, filled. */
@Requirement("OPS-92")
class QueuesTest {

    private static final Instant START = Instant.parse("2026-05-02T08:00:00Z");
    private static final char[] KEY = "Tr0ub4dor&3-and-a-second-sentence".toCharArray();

    @TempDir private Path folder;

    private final RoadQueues queues = new RoadQueues();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private boolean away;

    private Exchange carrying(Object body) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(body);
        return exchange;
    }

    private static UpsUpdate update(Event... events) {
        return new UpsUpdate(null, null, List.of(events), List.of(), false, sample(0));
    }

    private static Sample sample(int number) {
        return new Sample(
                "rack@lab",
                START.plusSeconds(number),
                number,
                Sample.Poll.FAST,
                Map.of(),
                Set.of("OL"),
                "OL",
                Map.of(),
                List.of());
    }

    private static Event event(int number) {
        return new Event(
                new UUID(0, number),
                Event.Type.UPS,
                Event.UPS_STATE,
                "mains_lost",
                Severity.WARN,
                new Event.Subject("ups", "rack@lab"),
                Map.of("number", number),
                START.plusMillis(number),
                new UUID(1, number),
                null,
                false,
                "number " + number,
                "edge/" + number);
    }

    @Test
    void a_full_queue_of_updates_gives_up_plain_samples_before_anything_with_an_event() {
        UpsUpdate loss = update(event(1));
        assertThat(queues.updates.offer(carrying(loss))).isTrue();
        for (int i = 1; i < RoadQueues.MOST; i++) {
            assertThat(queues.updates.offer(carrying(update()))).isTrue();
        }
        UpsUpdate later = update(event(2));
        assertThat(queues.updates.offer(carrying(later))).isTrue();

        assertThat(queues.updates).hasSize(RoadQueues.MOST);
        assertThat(queues.updates.dropped()).isEqualTo(1);
        assertThat(queues.updates)
                .extracting(each -> each.getMessage().getBody())
                .startsWith(loss)
                .endsWith(later);
    }

    @Test
    void ticks_make_room_for_polls_and_are_no_loss() {
        for (int i = 0; i < RoadQueues.MOST; i++) {
            queues.core.offer(carrying(i == 0 ? new Detection.Tick() : "poll"));
        }
        assertThat(queues.core.offer(carrying("poll"))).isTrue();
        assertThat(queues.core.offer(carrying(new Detection.Tick()))).isFalse();
        assertThat(queues.core.dropped()).isZero();
        assertThat(queues.core.offer(carrying("poll"))).isFalse();
        assertThat(queues.core.dropped()).isEqualTo(1);
    }

    @Test
    void samples_that_the_store_did_not_take_go_first_the_next_time_and_the_oldest_are_dropped() {
        SampleRound round = new SampleRound();
        List<Sample> untaken = IntStream.range(0, 6_000).mapToObj(QueuesTest::sample).toList();
        IntStream.range(6_000, 11_000)
                .forEach(
                        n ->
                                round.add(
                                        new UpsUpdate(
                                                null, null, List.of(), List.of(), false,
                                                sample(n))));
        round.putBack(untaken);

        assertThat(round.size()).isEqualTo(SampleRound.MOST);
        assertThat(round.dropped()).isEqualTo(1_000);
        assertThat(round.take())
                .extracting(Sample::at)
                .startsWith(START.plusSeconds(1_000))
                .endsWith(START.plusSeconds(10_999))
                .isSorted();
    }

    @Test
    void events_beyond_ten_thousand_wait_on_disk_and_all_are_stored_in_order() throws Exception {
        int many = EventRecorder.MOST_WAITING + 1_500;
        try (Database database = database()) {
            EventStore events = events(database);
            List<Integer> stored = new ArrayList<>();
            EventRecorder recorder = recorder(database, events, stored);
            away = true;
            IntStream.range(0, many).forEach(n -> recorder.happened(event(n)));
            assertThat(recorder.waiting()).isEqualTo(many - 2_000);
            assertThat(recorder.spilled()).isEqualTo(2_000);
            assertThat(
                            Files.readString(
                                            folder.resolve("events.spill"),
                                            StandardCharsets.ISO_8859_1)
                                    .contains("mains_lost"))
                    .isFalse();

            away = false;
            recorder.happened(event(many));
            assertThat(stored)
                    .containsExactlyElementsOf(IntStream.rangeClosed(0, many).boxed().toList());
            assertThat(recorder.lost()).isZero();
            assertThat(folder.resolve("events.spill")).doesNotExist();
            recorder.close();
        }
    }

    @Test
    void what_the_store_did_not_take_before_the_end_is_stored_by_the_next_start() throws Exception {
        try (Database database = database()) {
            EventRecorder recorder = recorder(database, events(database), new ArrayList<>());
            away = true;
            IntStream.range(0, 20).forEach(n -> recorder.happened(event(n)));
            recorder.close();
        }
        away = false;
        try (Database database = database()) {
            EventStore events = events(database);
            List<Integer> stored = new ArrayList<>();
            EventRecorder recorder = recorder(database, events, stored);
            recorder.happened(event(20));
            assertThat(stored)
                    .containsExactlyElementsOf(IntStream.rangeClosed(0, 20).boxed().toList());
            assertThat(events.page(EventFilter.ANY, null, 100).items()).hasSize(21);
            recorder.close();
        }
    }

    private EventRecorder recorder(Database database, EventStore events, List<Integer> stored) {
        return new EventRecorder(
                change -> {
                    if (away) {
                        throw new StoreUnavailableException("it is away", null);
                    }
                    store(events, change, stored);
                },
                change -> {},
                new EventSpill(database, KEY.clone()),
                new SystemClock());
    }

    /** The store proper for a few, which is enough to see that they can be stored. */
    private static void store(EventStore events, Change change, List<Integer> stored) {
        change.events().forEach(event -> stored.add((Integer) event.attrs().get("number")));
        if (stored.size() < 100) {
            events.record(change);
        }
    }

    private static EventStore events(Database database) {
        return new EventStore(
                database,
                new FactsRepository(database),
                new OutageRepository(database),
                new SampleStore(database));
    }

    private Database database() {
        return Database.open(
                DatabaseConfig.server(folder.resolve("walnut.db"), KEY.clone(), "test:1")
                        .withKdfIterations(DatabaseConfig.LEAST_KDF_ITERATIONS),
                new SystemClock());
    }
}
