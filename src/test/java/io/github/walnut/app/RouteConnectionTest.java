package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.Canaries;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.peers.HttpReceiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Routes of operators that send over a connection, in the whole server. */
class RouteConnectionTest {

    private static final Duration SOON = TestLimits.WAIT;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "canary-token-of-the-hook";
    private static final String ROUTE =
            """
            - route:
                id: user-hook
                from:
                  uri: timer:hook?period=1h&delay=0
                  steps:
                    - setHeader: {name: X-Own, constant: stays}
                    - setVariable: {name: room, constant: "a/b"}
                    - setVariable: {name: unasked, constant: stays too}
                    - setBody: {constant: 'it "is" so'}
                    - to: {uri: "connection:hook", parameters: {request: tell}}
                    - to: "log:all?showBody=true&showHeaders=true&showVariables=true"
            """;

    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();
    @TempDir private static Path folder;
    private static HttpReceiver receiver;
    private static HomeServer walnut;
    private int before;
    private int posted;

    @BeforeAll
    static void start() throws Exception {
        receiver = HttpReceiver.start();
        walnut = new HomeServer(folder, Map.of());
        LOG.start();
        root().addAppender(LOG);
        ObjectNode host = JSON.createObjectNode();
        host.put("id", "hook").put("type_id", "generic.http").put("name", "Hook");
        host.putObject("config")
                .put("base_url", receiver.url())
                .put("auth", "bearer")
                .putArray("requests")
                .add(
                        "{id: tell, method: POST, path: 'rooms/{room}', effect: idempotent, headers:"
                                + " {Content-Type: application/json}, text: '{body}'}");
        host.putObject("secrets").put("token", TOKEN);
        done(walnut.post("api/integrations", host.toString()));
        done(walnut.post("api/integrations/hook/test", ""));
    }

    @AfterAll
    static void stop() {
        root().detachAppender(LOG);
        walnut.close();
        receiver.close();
    }

    /** What each test begins with: an enabled host, no route, nothing sent, nothing armed. */
    @BeforeEach
    void clean() {
        done(walnut.post("api/system/disarm", "{\"reason\":\"the next test\"}"));
        done(walnut.send("PATCH", "api/integrations/hook", "{\"enabled\":true}", HomeServer.JSON));
        if (!done(walnut.get("api/routes?origin=user")).path("items").isEmpty()) {
            walnut.send("DELETE", "api/routes/user-hook", "", HomeServer.JSON);
        }
        receiver.answer("/rooms/a%2Fb", HttpReceiver.Answer.json(200, "{}"));
        receiver.answer("/rooms/a/b", HttpReceiver.Answer.json(200, "{}"));
        before = runs().size();
        posted = posts().size();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private JsonNode save(String yaml) {
        return done(
                walnut.post("api/routes", JSON.createObjectNode().put("yaml", yaml).toString()));
    }

    private JsonNode stats() {
        return done(walnut.get("api/routes/user-hook/stats"));
    }

    private static JsonNode runs() {
        return done(walnut.get("api/runs?state=done")).path("items");
    }

    private JsonNode closedRun() {
        await().atMost(SOON).until(() -> runs().size() == before + 1);
        return done(walnut.get("api/runs/" + runs().at("/0/id").asText()));
    }

    private void arm() {
        done(walnut.post("api/system/arm", "{\"reason\":\"it is tested\",\"confirm\":\"ARM\"}"));
    }

    @Test
    @Requirement({"SEC-63", "SEC-50", "SEC-44", "INT-37", "SEC-70"})
    void sends_a_prepared_request_as_a_run_without_ever_seeing_its_secret() {
        arm();
        save(ROUTE);

        JsonNode run = closedRun();

        assertThat(run.path("mode").asText()).isEqualTo("live");
        assertThat(run.path("result").asText()).as(run.toString()).isEqualTo("succeeded");
        assertThat(run.path("actor").asText()).isEqualTo("route user-hook");
        assertThat(posts()).hasSize(posted + 1);
        HttpReceiver.Received sent = posts().get(posted);
        assertThat(sent.method()).isEqualTo("POST");
        assertThat(sent.target()).isEqualTo("/rooms/a%2Fb");
        assertThat(sent.body()).isEqualTo("it \"is\" so");
        assertThat(sent.header("Authorization")).isEqualTo("Bearer " + TOKEN);
        assertThat(sent.header("X-Own")).isNull();
        assertThat(sent.headers().toString()).doesNotContain("stays");

        String step = run.at("/steps/0/id").asText();
        String id = run.path("id").asText();
        for (String path : List.of("/steps/" + step, "/export")) {
            done(walnut.get("api/runs/" + id + path)); // every answer is searched for canaries
        }
        assertThat(run.toString()).doesNotContain("stays too");
        await().atMost(SOON).until(() -> lines().contains("run_id=" + id));
        assertThat(lines()).contains("mode=live").doesNotContain(TOKEN);
        Canaries.check("the log", lines());
        assertThat(stats().path("failed_total").asLong()).isZero();
        assertThat(walnut.audit())
                .anySatisfy(
                        row -> {
                            assertThat(row.action()).isEqualTo("run-begin");
                            assertThat(row.actor()).isEqualTo("route user-hook");
                            assertThat(row.actorKind()).isEqualTo("route");
                            assertThat(row.object()).isEqualTo(id);
                        });
        assertThat(walnut.audit())
                .filteredOn(row -> row.action().equals("step-end") && row.object().equals(id))
                .singleElement()
                .satisfies(
                        row -> {
                            assertThat(row.outcome()).isEqualTo("confirmed");
                            assertThat(row.diff())
                                    .containsEntry("target", "hook/host:hook")
                                    .containsKey("idempotency_key");
                            assertThat(row.correlationId())
                                    .isEqualTo(run.path("correlation_id").asText());
                        });
        Canaries.check("the audit log", walnut.audit().toString());
    }

    /** What was sent, beside what the connection test reads. */
    private static List<HttpReceiver.Received> posts() {
        return receiver.received().stream().filter(got -> got.method().equals("POST")).toList();
    }

    private String lines() {
        return String.join(
                "\n",
                List.copyOf(LOG.list).stream().map(ILoggingEvent::getFormattedMessage).toList());
    }

    @Test
    @Requirement({"SEC-63", "SEC-64"})
    void what_becomes_of_a_message_feeds_no_route_and_only_failures_are_events() {
        save(ROUTE.replace("timer:hook?period=1h&delay=0", "walnut:event"));
        receiver.answer("/rooms/a%2Fb", HttpReceiver.Answer.json(400, "{}"));
        receiver.answer("/rooms/a/b", HttpReceiver.Answer.json(400, "{}"));
        arm(); // an event

        JsonNode run = closedRun();

        assertThat(run.path("result").asText()).isEqualTo("failed");
        await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> runs().size() == before + 1);
        List<JsonNode> told =
                StreamSupport.stream(
                                done(walnut.get("api/events?limit=200"))
                                        .path("items")
                                        .spliterator(),
                                false)
                        .filter(event -> event.toString().contains("connection:hook"))
                        .toList();
        assertThat(told)
                .extracting(event -> event.path("name").asText())
                .contains("run_finished")
                .doesNotContain("run_started");
        assertThat(told)
                .allSatisfy(
                        event -> assertThat(event.path("severity").asText()).isNotEqualTo("info"));
    }

    @Test
    @Requirement({"SEC-63", "EXE-1"})
    void rehearses_while_walnut_is_not_armed() {
        save(ROUTE);

        JsonNode run = closedRun();

        assertThat(run.path("mode").asText()).isEqualTo("dry_run");
        assertThat(posts()).hasSize(posted);
    }

    @Test
    @Requirement({"SEC-63", "SEC-65"})
    void what_a_route_may_not_send_is_refused_at_its_place_and_what_changed_later_fails_it() {
        JsonNode refused =
                walnut.post(
                                "api/routes",
                                JSON.createObjectNode()
                                        .put("yaml", ROUTE.replace("request: tell", "request: x"))
                                        .toString())
                        .json();
        assertThat(refused.path("code").asText()).isEqualTo("route_blocked");
        assertThat(refused.at("/errors/0/pointer").asText())
                .isEqualTo("/0/route/from/steps/4/to/parameters/request");
        assertThat(refused.at("/errors/0/code").asText()).isEqualTo("unknown_request");

        done(walnut.send("PATCH", "api/integrations/hook", "{\"enabled\":false}", HomeServer.JSON));
        JsonNode checked =
                done(
                        walnut.post(
                                "api/routes/validate",
                                JSON.createObjectNode().put("yaml", ROUTE).toString()));
        assertThat(checked.path("ok").asBoolean()).isTrue();
        assertThat(
                        StreamSupport.stream(checked.path("findings").spliterator(), false)
                                .map(finding -> finding.path("code").asText()))
                .containsExactly("connection_disabled");
        save(ROUTE);
        await().atMost(SOON).until(() -> stats().path("failed_total").asLong() == 1);
        assertThat(stats().at("/last_failure/message").asText()).contains("hook is disabled");
        assertThat(posts()).hasSize(posted);
    }
}
