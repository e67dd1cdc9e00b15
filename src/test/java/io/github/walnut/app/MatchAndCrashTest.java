package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.config.Configuration;
import io.github.walnut.integration.Catalogue;
import io.github.walnut.integration.TypeRegistry;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.EnabledPolicy;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.road.EventRecorder;
import io.github.walnut.road.RunStart;
import io.github.walnut.run.Maintenance;
import io.github.walnut.run.NewRun;
import io.github.walnut.run.Planner;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunBook;
import io.github.walnut.run.RunRequest;
import io.github.walnut.run.TargetResolver;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.StoredEvent;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.PollResult;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.UpsUpdate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program dies somewhere between a match and its run; the store is the real one. */
class MatchAndCrashTest {

    private static final String POLICY =
            """
            version: '2.0'
            name: Stop on battery
            suppression_window: 0s
            trigger: {type: ups.state, equals: OB, for: 10s}
            actions: [{host_id: h1, capability: power.control, verb: shutdown}]
            """;

    private static final int UPSES = 100;

    private static final String AT_ONCE =
            """
            version: "2.0"
            name: at once %d
            trigger: {type: ups.state, equals: OB, ups: u%d@lab}
            actions: [{host_id: h1, capability: power.control, verb: shutdown}]
            """;

    @TempDir Path folder;

    private final TurnedClock clock = new TurnedClock();
    private final Ids ids = new TimeOrderedIds();
    private Configuration configuration;
    private StoreRoom store;
    private CoreRoom core;

    /** Both sides of it are moved together. */
    private static final class TurnedClock implements Clock {
        private Instant now = Instant.parse("2026-05-02T08:00:00Z");

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public long monotonicMillis() {
            return now.toEpochMilli();
        }
    }

    @BeforeEach
    void install() throws Exception {
        configuration = DevConfiguration.in(folder);
        open();
        core.matching.put(policy());
        store.policies.create(policy(), null);
    }

    @AfterEach
    void die() {
        store.close();
    }

    private void open() {
        store = new StoreRoom(configuration, DatabaseConfig.Mode.SERVER, clock);
        core =
                new CoreRoom(
                        store,
                        inventory(),
                        () -> true,
                        Maintenance.NONE,
                        (policy, due) -> {},
                        clock,
                        ids);
        core.restore(store, clock);
    }

    private void restart() {
        die();
        open();
    }

    private static StoredPolicy policy() {
        return policy(1, POLICY);
    }

    private static StoredPolicy policy(int number, String document) {
        return EnabledPolicy.of(number, document, Instant.parse("2026-05-01T00:00:00Z"));
    }

    /** Polls the UPS every two seconds, as the road does it. */
    private List<RunRequest> pollFor(Duration time, String status) {
        List<RunRequest> requests = new ArrayList<>();
        EventRecorder recorder =
                new EventRecorder(
                        store.events::record, store.events::keep, store.eventSpill, clock);
        Instant end = clock.now.plus(time);
        while (clock.now.isBefore(end)) {
            clock.now = clock.now.plusSeconds(2);
            PollResult poll =
                    new PollResult.Good(
                            "rack@lab", clock.now, Sample.Poll.FULL, Map.of("ups.status", status));
            for (UpsUpdate update : core.fleet.on(poll)) {
                recorder.record(update);
                requests.addAll(core.matching.match(update));
            }
            requests.addAll(core.matching.tick());
        }
        return requests;
    }

    private void start(RunRequest request) {
        new RunStart(this::journal, core.matching).start(request);
    }

    private Run journal(RunRequest request) {
        Planner planner =
                new Planner(
                        inventory(),
                        (action, stale) ->
                                new TargetResolver.Resolution(List.of(), false, List.of()),
                        ids);
        RunBook book = new NewRun(planner, ids).accept(request, store.journal.epoch(), clock.now);
        store.journal.create(book.run(), List.copyOf(book.steps()));
        return book.run();
    }

    private LiveInventory inventory() {
        return new LiveInventory(store.hosts, store.inventory, noTypes());
    }

    private TypeRegistry noTypes() {
        try {
            return TypeRegistry.load(
                    Files.createDirectories(folder.resolve("kamelets")), Catalogue.load());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    @Requirement("POL-14")
    void a_match_whose_run_was_not_journaled_is_made_again_after_a_restart() {
        pollFor(Duration.ofSeconds(4), "OL");
        assertThat(pollFor(Duration.ofSeconds(20), "OB")).hasSize(1);

        restart();

        assertThat(pollFor(Duration.ofSeconds(4), "OB")).hasSize(1);
    }

    @Test
    @Requirement("POL-14")
    void a_match_whose_run_was_journaled_is_not_made_again_after_a_restart() {
        pollFor(Duration.ofSeconds(4), "OL");
        List<RunRequest> requests = pollFor(Duration.ofSeconds(20), "OB");
        requests.forEach(this::start);

        restart();

        assertThat(store.triggers.all())
                .allMatch(state -> state.progress().met() && !state.owed())
                .isNotEmpty();
        assertThat(pollFor(Duration.ofMinutes(2), "OB")).isEmpty();
    }

    @Test
    @Requirement("POL-14")
    void a_window_that_runs_goes_on_after_a_restart() {
        pollFor(Duration.ofSeconds(4), "OL");
        assertThat(pollFor(Duration.ofSeconds(8), "OB")).isEmpty();

        restart();

        assertThat(pollFor(Duration.ofSeconds(6), "OB")).hasSize(1);
    }

    @Test
    @Requirement("EXE-5")
    void a_match_holds_the_next_one_back_before_anybody_has_heard_of_its_run() {
        pollFor(Duration.ofSeconds(4), "OL");
        assertThat(pollFor(Duration.ofSeconds(20), "OB")).hasSize(1);
        pollFor(Duration.ofSeconds(10), "OL");

        assertThat(pollFor(Duration.ofSeconds(20), "OB")).isEmpty();
    }

    @Test
    @Requirement("EXE-16")
    void a_match_that_was_held_back_is_made_when_the_run_could_not_be_started() {
        pollFor(Duration.ofSeconds(4), "OL");
        RunRequest request = pollFor(Duration.ofSeconds(20), "OB").get(0);
        pollFor(Duration.ofSeconds(10), "OL");
        pollFor(Duration.ofSeconds(20), "OB");

        core.matching.notStarted(request);

        assertThat(pollFor(Duration.ofSeconds(2), "OB")).hasSize(1);
    }

    @Test
    @Requirement("EXE-4")
    void the_decision_behind_a_run_names_it_its_event_and_what_was_seen() {
        pollFor(Duration.ofSeconds(4), "OL");
        RunRequest request = pollFor(Duration.ofSeconds(20), "OB").get(0);
        assertThat(store.decisions.of(request.policy().id(), 10))
                .extracting(Decision::kind)
                .doesNotContain(Decision.Kind.MATCHED);

        Run run = journal(request);
        core.matching.changed("run.created", run, List.of());

        Decision matched = store.decisions.of(request.policy().id(), 10).get(0);
        assertThat(matched.kind()).isEqualTo(Decision.Kind.MATCHED);
        assertThat(matched.detail()).isEqualTo(run.id().toString());
        assertThat(matched.eventId()).isEqualTo(run.event().id());
        assertThat(matched.triggers().get(0).value()).isEqualTo("OB");
        assertThat(matched.triggers().get(0).ageSeconds()).isEqualTo(0.0);
        assertThat(store.decisions.ofEvent(run.event().id()))
                .extracting(Decision::kind)
                .contains(Decision.Kind.PENDING, Decision.Kind.MATCHED);
    }

    @Test
    @Requirement("EXE-93")
    void five_hundred_events_in_ten_seconds_are_all_stored_and_decided_in_order() {
        for (int i = 0; i < 200; i++) {
            StoredPolicy policy = policy(2 + i, AT_ONCE.formatted(i, i % UPSES));
            store.policies.create(policy, null);
            core.matching.put(policy);
        }
        EventRecorder recorder =
                new EventRecorder(
                        store.events::record, store.events::keep, store.eventSpill, clock);
        for (int i = 0; i < UPSES; i++) {
            heard(recorder, i, "OL");
        }
        List<String> changes = new ArrayList<>();
        List<String> matches = new ArrayList<>();
        Instant first = clock.now;
        for (int i = 0; i < 500; i++) {
            clock.now = clock.now.plusMillis(20);
            String status = i / UPSES % 2 == 0 ? "OB" : "OL";
            if (status.equals("OB")) {
                changes.add("u" + i % UPSES + "@lab");
            }
            heard(recorder, i % UPSES, status).forEach(r -> matches.add(r.upsId()));
        }
        assertThat(matches.stream().distinct().toList())
                .isEqualTo(changes.stream().distinct().toList());
        List<Event> stored =
                store.events.after(0, 10_000).stream()
                        .map(StoredEvent::event)
                        .filter(event -> event.ts().isAfter(first))
                        .filter(event -> event.name().startsWith("mains_"))
                        .toList();
        assertThat(stored).hasSize(500).isSortedAccordingTo(Comparator.comparing(Event::ts));
    }

    private List<RunRequest> heard(EventRecorder recorder, int ups, String status) {
        List<RunRequest> requests = new ArrayList<>();
        PollResult poll =
                new PollResult.Good(
                        "u" + ups + "@lab",
                        clock.now,
                        Sample.Poll.FULL,
                        Map.of("ups.status", status));
        for (UpsUpdate update : core.fleet.on(poll)) {
            recorder.record(update);
            requests.addAll(core.matching.match(update));
        }
        return requests;
    }
}
