package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.publish.Json;
import io.github.walnut.run.Job;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.security.Role;
import io.github.walnut.ups.Severity;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The WebSocket, over real sockets. */
class LiveTest {

    private static final Duration LIMIT = TestLimits.WAIT;

    private final Json json = new Json();
    private RunningApi api;
    private String token;

    @BeforeEach
    void start() throws Exception {
        api = new RunningApi();
        api.ups.add("rack@lab", api.clock.instant(), "OL");
        token = api.token(Role.VIEWER);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private Ears open(String query) {
        return Ears.open(api, "/ws" + query, null);
    }

    private void tell(String topic, String type, String subject, int n) {
        api.live.publish(topic, type, subject, json.object().put("n", n), false);
    }

    @Test
    @Requirement({"API-91", "API-92", "API-94"})
    void a_new_socket_is_told_who_it_is_and_the_present_state_first() {
        UUID run = UUID.randomUUID();
        api.runs.put(
                api.runs.run(run, UUID.randomUUID(), Run.Mode.DRY_RUN, RunState.RUNNING),
                List.of());

        Ears ears = open("?token=" + token);

        await().atMost(LIMIT).until(() -> ears.types().contains("system.mode"));
        assertThat(ears.types())
                .containsExactly(
                        "connection_status",
                        "auth_success",
                        "ups_status",
                        "run.created",
                        "system.mode");
        JsonNode ups = ears.heard("ups_status").get(0);
        assertThat(ups.get("subject").asText()).isEqualTo("rack@lab");
        assertThat(ups.at("/data/ups_name").asText()).isEqualTo("rack");
        assertThat(ups.get("seq").isIntegralNumber()).isTrue();
        assertThat(ears.heard("connection_status").get(0).has("seq")).isFalse();
        assertThat(ears.heard("run.created").get(0).at("/data/run/id").asText())
                .isEqualTo(run.toString());
    }

    @Test
    @Requirement({"API-91"})
    void bad_and_missing_credentials_are_told_and_closed_with_4001() {
        Ears none = open("");
        Ears bad = open("?token=nonsense");

        await().atMost(LIMIT).until(() -> none.closed() == 4001 && bad.closed() == 4001);
        assertThat(none.heard("error").get(0).at("/data/code").asText()).isEqualTo("auth_required");
        assertThat(bad.heard("error").get(0).at("/data/code").asText()).isEqualTo("auth_invalid");
        assertThat(bad.heard("error").toString()).doesNotContain("nonsense");
    }

    @Test
    @Requirement({"API-90", "API-92", "API-10"})
    void a_socket_of_a_job_hears_it_from_its_first_line_to_its_end() {
        Job job = api.jobs.begin(Job.Kind.SELFTEST);
        api.jobs.tell(job, "first");
        Ears ears = Ears.open(api, "/ws/integrations/jobs/" + job.id() + "?token=" + token, null);
        await().atMost(LIMIT).until(() -> !ears.heard("job.log").isEmpty());
        api.jobs.tell(job, "second");
        tell("ups", "ups_status", "rack@lab", 1);
        api.jobs.end(job, Map.of("read", 2));

        await().atMost(LIMIT).until(() -> ears.closed() == 1000);
        assertThat(ears.types())
                .containsExactly(
                        "connection_status", "auth_success", "job.log", "job.log", "job.done");
        JsonNode second = ears.heard("job.log").get(1);
        assertThat(second.get("subject").asText()).isEqualTo(job.id().toString());
        assertThat(second.at("/data/message").asText()).isEqualTo("second");
        assertThat(second.at("/data/percent").asInt()).isEqualTo(50);
        JsonNode over = ears.heard("job.done").get(0);
        assertThat(over.get("seq").asLong()).isGreaterThan(second.get("seq").asLong());
        assertThat(over.at("/data/result/read").asInt()).isEqualTo(2);
    }

    @Test
    @Requirement("API-90")
    void a_job_that_is_unknown_or_not_to_be_seen_closes_its_socket_with_4404() {
        Job hidden = api.jobs.begin(Job.Kind.BACKUP);
        Ears unknown = Ears.open(api, "/ws/jobs/" + UUID.randomUUID() + "?token=" + token, null);
        Ears nonsense = Ears.open(api, "/ws/jobs/none?token=" + token, null);
        Ears unseen = Ears.open(api, "/ws/jobs/" + hidden.id() + "?token=" + token, null);
        await().atMost(LIMIT)
                .until(
                        () ->
                                unknown.closed() == 4404
                                        && nonsense.closed() == 4404
                                        && unseen.closed() == 4404);
        assertThat(api.jobs.followers(hidden)).isZero();
    }

    @Test
    @Requirement({"API-90", "API-92"})
    void an_administrator_hears_the_last_lines_of_the_log_and_then_each_new_one() {
        for (int i = 1; i <= 250; i++) {
            api.log.write("line " + i);
        }
        Ears ears = Ears.open(api, "/ws/logs/backend?token=" + api.token(Role.ADMIN), null);
        await().atMost(LIMIT).until(() -> ears.heard("log.line").size() == 200);
        api.log.write("line 251");
        api.log.write("line 252");

        await().atMost(LIMIT).until(() -> ears.heard("log.line").size() == 202);
        assertThat(ears.types()).startsWith("connection_status", "auth_success", "log.open");
        assertThat(ears.heard("log.line"))
                .extracting(line -> line.at("/data/message").asText())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(51, 252).mapToObj(n -> "line " + n).toList());
    }

    @Test
    @Requirement({"API-90", "API-92"})
    void the_log_is_for_administrators_and_an_unknown_one_is_closed_with_4404() {
        api.log.write("not for everybody");
        Ears viewer = Ears.open(api, "/ws/logs/app?token=" + token, null);
        Ears operator = Ears.open(api, "/ws/logs/app?token=" + api.token(Role.OPERATOR), null);
        Ears unknown = Ears.open(api, "/ws/logs/none?token=" + api.token(Role.ADMIN), null);

        await().atMost(LIMIT)
                .until(
                        () ->
                                viewer.closed() == 4403
                                        && operator.closed() == 4403
                                        && unknown.closed() == 4404);
        assertThat(viewer.heard("log.line")).isEmpty();
        assertThat(operator.heard("log.line")).isEmpty();
    }

    @Test
    @Requirement({"SEC-37"})
    void a_ticket_opens_one_socket() {
        String ticket =
                api.json(api.send("POST", "/api/ws-ticket", token, "")).get("ticket").asText();

        Ears first = open("?token=" + ticket);
        await().atMost(LIMIT).until(() -> first.types().contains("auth_success"));
        Ears second = open("?token=" + ticket);

        await().atMost(LIMIT).until(() -> second.closed() == 4001);
    }

    @Test
    @Requirement({"SEC-37", "API-91"})
    void a_foreign_origin_is_refused_before_the_upgrade_even_with_credentials() {
        assertThatThrownBy(() -> Ears.open(api, "/ws?token=" + token, "https://good.example.evil"))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        e -> assertThat(e.getResponse().statusCode()).isEqualTo(403));
        Ears listed = Ears.open(api, "/ws?token=" + token, "https://good.example");
        await().atMost(LIMIT).until(() -> listed.types().contains("auth_success"));
    }

    @Test
    @Requirement({"API-92", "API-95"})
    void a_client_that_comes_back_misses_nothing_and_hears_nothing_twice() {
        for (int i = 0; i < 300; i++) {
            tell("events", "event", "rack@lab", i);
        }
        Ears ears = open("?topics=events&since=101&token=" + token);
        for (int i = 300; i < 500; i++) {
            tell("events", "event", "rack@lab", i);
        }

        await().atMost(LIMIT).until(() -> ears.heard("event").size() >= 400);
        List<Long> seqs = ears.heard("event").stream().map(m -> m.get("seq").asLong()).toList();
        assertThat(seqs)
                .containsExactlyElementsOf(LongStream.rangeClosed(102, 501).boxed().toList());
    }

    @Test
    @Requirement({"API-95"})
    void a_client_from_before_the_restart_is_told_of_the_gap() {
        Ears ears = open("?topics=events&since=0&token=" + token);

        await().atMost(LIMIT).until(() -> !ears.heard("replay.gap").isEmpty());
        assertThat(ears.heard("replay.gap").get(0).at("/data/topic").asText()).isEqualTo("events");
    }

    @Test
    @Requirement({"API-95", "API-99"})
    void a_client_that_is_cut_off_after_each_message_hears_each_exactly_once() {
        long since = api.live.lastSeq();
        List<Long> heard = new ArrayList<>();
        for (int told = 0; told < 500; told++) {
            tell("events", "event", "rack@lab", told);
            if (told % 5 == 4) {
                since = hearOne(since, heard);
            }
        }
        while (heard.size() < 500) {
            since = hearOne(since, heard);
        }

        assertThat(heard).containsExactlyElementsOf(LongStream.range(0, 500).boxed().toList());
    }

    /** Comes back, takes at least one message and goes; the number of the last one it took. */
    private long hearOne(long since, List<Long> heard) {
        Ears ears = open("?topics=events&since=" + since + "&token=" + token);
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> !ears.heard("event").isEmpty());
        ears.leave();
        List<JsonNode> events = ears.heard("event");
        events.forEach(event -> heard.add(event.at("/data/n").asLong()));
        return events.get(events.size() - 1).get("seq").asLong();
    }

    @Test
    @Requirement({"API-95"})
    void events_and_runs_of_before_a_restart_come_from_the_log_and_of_the_rest_the_gap_is_told()
            throws Exception {
        try (RunningApi restarted =
                new RunningApi(Live.Limits.DEFAULT, new KeptLines(990, 1000), 5000)) {
            restarted.live.publish("events", "event", "x", json.object().put("n", 0), false);
            String query = "?topics=events,ups&token=" + restarted.token(Role.VIEWER) + "&since=";

            Ears whole = Ears.open(restarted, "/ws" + query + 995, null);
            await().atMost(LIMIT).until(() -> whole.heard("event").size() == 6);
            assertThat(whole.heard("event"))
                    .extracting(event -> event.get("seq").asLong())
                    .containsExactly(996L, 997L, 998L, 999L, 1000L, 5002L);
            assertThat(whole.heard("replay.gap"))
                    .extracting(gap -> gap.at("/data/topic").asText())
                    .containsExactly("ups");

            Ears old = Ears.open(restarted, "/ws" + query + 980, null);
            await().atMost(LIMIT).until(() -> old.heard("event").size() == 1);
            assertThat(old.heard("replay.gap"))
                    .extracting(gap -> gap.at("/data/topic").asText())
                    .containsExactly("events", "ups");
        }
    }

    /** A log that has these numbers, and nothing before. */
    private record KeptLines(long from, long to) implements LiveLog {

        @Override
        public void append(Line line) {
            assertThat(line.seq()).isGreaterThan(to);
        }

        @Override
        public long completeSince() {
            return from - 1;
        }

        @Override
        public List<Line> after(long since, int most) {
            return LongStream.rangeClosed(Math.max(from, since + 1), to)
                    .mapToObj(
                            seq ->
                                    new Line(
                                            seq,
                                            Instant.EPOCH,
                                            "events",
                                            "event",
                                            "x",
                                            null,
                                            "{\"type\":\"event\",\"seq\":" + seq + "}"))
                    .toList();
        }
    }

    @Test
    @Requirement({"API-96"})
    void a_client_that_answers_no_ping_is_closed_and_one_that_does_is_not() throws Exception {
        try (RunningApi quick =
                new RunningApi(new Live.Limits(5, 5, Duration.ofMillis(50)), LiveLog.NONE, 0)) {
            String viewer = quick.token(Role.VIEWER);
            Ears silent = Ears.stalled(quick, "/ws?token=" + viewer);
            Ears alive = Ears.open(quick, "/ws?token=" + viewer, null);
            await().atMost(LIMIT).until(() -> quick.live.connections().size() == 2);
            await().atMost(LIMIT).until(() -> alive.heard("ping").size() >= 2);

            for (int i = 0; i < 5; i++) {
                quick.clock.advance(Duration.ofSeconds(10));
                int pings = alive.heard("ping").size();
                await().atMost(LIMIT).until(() -> alive.heard("ping").size() >= pings + 3);
            }

            await().atMost(LIMIT).until(() -> quick.live.connections().size() == 1);
            assertThat(alive.closed()).isZero();
            assertThat(silent.types()).isEmpty();
        }
    }

    @Test
    @Requirement({"API-93"})
    void a_subscription_replaces_the_one_before() {
        Ears ears = open("?token=" + token);
        await().atMost(LIMIT).until(() -> ears.types().contains("system.mode"));
        ears.say(
                "{\"type\":\"subscribe\",\"topics\":[\"ups\"],\"filter\":{\"ups_id\":[\"rack@lab\"]}}");
        await().atMost(LIMIT).until(() -> ears.types().contains("subscribed"));

        tell("events", "event", "rack@lab", 1);
        tell("ups", "ups_status", "desk@lab", 2);
        tell("ups", "ups_status", "rack@lab", 3);

        await().atMost(LIMIT).until(() -> ears.heard("ups_status").size() == 2);
        assertThat(ears.heard("event")).isEmpty();
        assertThat(ears.heard("ups_status").get(1).at("/data/n").asInt()).isEqualTo(3);
    }

    @Test
    @Requirement({"API-93", "API-94"})
    void a_filter_of_upss_narrows_whatever_is_about_a_ups_and_nothing_else() {
        Ears asked = Ears.open(api, "/ws/events?ups_id=rack@lab&token=" + token, null);
        Ears said = open("?token=" + token);
        await().atMost(LIMIT).until(() -> said.types().contains("system.mode"));
        said.say(
                "{\"type\":\"subscribe\",\"topics\":[\"events\"],\"filter\":{\"ups_id\":[\"rack@lab\"]}}");
        await().atMost(LIMIT).until(() -> said.types().contains("subscribed"));
        await().atMost(LIMIT)
                .until(
                        () ->
                                api.live.connections().stream()
                                        .allMatch(each -> !each.subscription().topics().isEmpty()));

        tell("events", "event", "desk@lab", 1);
        tell("events", "event", "rack@lab", 2);
        tell("events", "event", "pve", 3);

        for (Ears ears : List.of(asked, said)) {
            await().atMost(LIMIT).until(() -> ears.heard("event").size() == 2);
            assertThat(ears.heard("event"))
                    .extracting(event -> event.at("/data/n").asInt())
                    .containsExactly(2, 3);
        }
    }

    @Test
    @Requirement({"API-90", "API-93"})
    void bad_json_keeps_the_socket_and_floods_and_binaries_end_it() {
        Ears ears = open("?token=" + token);
        ears.say("{nonsense");
        ears.say("{\"type\":\"unheard-of\"}");
        ears.say("{\"type\":\"ping\"}");
        await().atMost(LIMIT).until(() -> ears.types().contains("pong"));
        assertThat(ears.heard("error").get(0).at("/data/code").asText()).isEqualTo("bad_json");
        assertThat(api.live.unknown()).isEqualTo(1);
        for (int i = 0; i < 120; i++) {
            ears.say("{\"type\":\"ping\"}");
        }
        await().atMost(LIMIT).until(() -> ears.closed() == 1008);
        Ears binary = open("?token=" + token);
        binary.sayBinary();
        await().atMost(LIMIT).until(() -> binary.closed() == 1003);
        for (int parts : new int[] {2, 9}) {
            Ears large = open("?token=" + token);
            large.sayInParts(parts, 60_000);
            await().atMost(LIMIT).until(() -> large.closed() == 1009);
        }
    }

    @Test
    @Requirement({"API-92"})
    void other_rooms_speak_the_words_of_the_protocol() {
        Ears ears = open("?token=" + token);
        await().atMost(LIMIT).until(() -> ears.types().contains("system.mode"));
        LiveFeed feed = new LiveFeed(api.live, json, api.clock);
        UUID run = UUID.randomUUID();

        feed.upsStatus(api.ups.all().get(0), false);
        feed.event(api.ups.event("rack@lab", api.clock.instant(), "mains_lost", Severity.WARN));
        feed.changed(
                "run.closed",
                api.runs.run(run, UUID.randomUUID(), Run.Mode.LIVE, RunState.DONE),
                List.of());
        feed.mode(new SystemMode(true, null, null));

        await().atMost(LIMIT).until(() -> ears.heard("system.mode").size() == 2);
        assertThat(ears.heard("ups_status").get(1).at("/data").has("changed")).isFalse();
        assertThat(ears.heard("event").get(0).at("/data/name").asText()).isEqualTo("mains_lost");
        assertThat(ears.heard("run.closed").get(0).at("/data/run/id").asText())
                .isEqualTo(run.toString());
        assertThat(ears.heard("system.mode").get(1).at("/data/effective").asText())
                .isEqualTo("live");
    }

    @Test
    @Requirement({"SEC-13"})
    void a_logout_closes_the_sockets_of_the_session() {
        Ears ears = open("?token=" + token);
        await().atMost(LIMIT).until(() -> ears.types().contains("auth_success"));

        api.send("POST", "/auth/jwt/logout", token, "");

        await().atMost(LIMIT).until(() -> ears.closed() == 4401);
    }

    @Test
    @Requirement({"API-97"})
    void a_stalled_client_is_closed_while_another_hears_everything() {
        Ears stalled = Ears.stalled(api, "/ws?topics=events&token=" + token);
        Ears healthy = open("?topics=events&token=" + token);
        await().atMost(LIMIT).until(() -> healthy.types().contains("auth_success"));
        await().atMost(LIMIT).until(() -> api.live.connections().size() == 2);
        String padding = "x".repeat(64 * 1024);

        for (int i = 0; i < 200; i++) {
            api.live.publish(
                    "events",
                    "event",
                    "rack@lab",
                    json.object().put("n", i).put("p", padding),
                    false);
            int told = i + 1;
            await().atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> healthy.heard("event").size() == told);
        }

        await().atMost(LIMIT).until(() -> api.live.connections().size() == 1);
        assertThat(stalled.heard("event").size()).isLessThan(200);
    }
}
