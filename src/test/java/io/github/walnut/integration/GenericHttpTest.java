package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Target;
import io.github.walnut.peers.HttpReceiver;
import io.github.walnut.peers.HttpReceiver.Answer;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** generic.http against an HTTP server that records what it gets. */
class GenericHttpTest {

    private static final String CANARY = "canary-token-7f3a";

    private static DriverBench bench;
    private HttpReceiver receiver;

    @BeforeAll
    static void startDrivers() throws Exception {
        bench = DriverBench.start().secret("token", CANARY).secret("password", CANARY);
    }

    @AfterAll
    static void stopDrivers() {
        bench.close();
    }

    @BeforeEach
    void startPeer() throws Exception {
        receiver = HttpReceiver.start();
    }

    @AfterEach
    void stopPeer() {
        receiver.close();
    }

    @Test
    @Requirement({"DRV-8.1", "DRV-8.2", "INT-38"})
    void a_prepared_request_is_sent_with_its_values_encoded() {
        DriverResult result =
                send(
                        Mode.EXECUTE,
                        Map.of(
                                "request_id",
                                "scene",
                                "vars",
                                Map.of("room", "a/b ?&#", "level", 7)));

        assertThat(result.error()).isNull();
        assertThat(result.evidence().level()).isEqualTo("ack");
        HttpReceiver.Received received = receiver.received().get(0);
        assertThat(received.method()).isEqualTo("POST");
        assertThat(received.target())
                .isEqualTo("/rooms/a%2Fb%20%3F%26%23/scene?mode=a%2Fb%20%3F%26%23");
        assertThat(received.body()).isEqualTo("{\"level\":7,\"note\":\"in a/b ?&#\"}");
        assertThat(received.header("X-Site")).isEqualTo("rack");
        assertThat(received.header("Authorization")).isEqualTo("Bearer " + CANARY);
    }

    @Test
    @Requirement({"INT-37", "DRV-8"})
    void a_dry_run_sends_nothing_and_shows_what_execute_sends() {
        Map<String, Object> params =
                Map.of("request_id", "scene", "vars", Map.of("room", "lab", "level", 1));

        DriverResult dry = send(Mode.DRY_RUN, params);
        assertThat(receiver.received()).isEmpty();
        assertThat(dry.planKind()).isEqualTo("api");
        assertThat(dry.preview()).hasSize(1);

        assertThat(send(Mode.EXECUTE, params).preview()).hasToString(dry.preview().toString());
        assertThat(dry.preview().toString())
                .contains("/rooms/lab/scene?mode=lab")
                .doesNotContain(CANARY);
    }

    @ParameterizedTest
    @Requirement("INT-45")
    @CsvSource({
        "400,VALIDATION",
        "401,UNAUTHENTICATED",
        "403,FORBIDDEN",
        "404,NOT_FOUND",
        "405,UNSUPPORTED",
        "409,CONFLICT",
        "429,RATE_LIMITED",
        "500,TARGET_FAILED",
        "503,UNAVAILABLE"
    })
    void each_status_has_its_class(int status, ErrorClass expected) {
        receiver.answer("/ping", Answer.json(status, "{\"why\":\"because\"}"));

        DriverResult result = send(Mode.EXECUTE, Map.of("request_id", "ping"));

        assertThat(result.error().errorClass()).isEqualTo(expected);
        assertThat(result.error().details()).containsEntry("remote", "{\"why\":\"because\"}");
        assertThat(result.reason()).isNotBlank();
    }

    @Test
    @Requirement("INT-45")
    void the_time_to_wait_is_told_when_the_host_says_it() {
        receiver.answer(
                "/ping",
                exchange -> {
                    exchange.getResponseHeaders().set("Retry-After", "17");
                    exchange.sendResponseHeaders(429, -1);
                });
        assertThat(send(Mode.EXECUTE, Map.of("request_id", "ping")).error().retryAfterSeconds())
                .isEqualTo(17);
    }

    @Test
    @Requirement("INT-39")
    void a_redirect_is_not_followed() {
        receiver.answer(
                "/ping",
                exchange -> {
                    exchange.getResponseHeaders().set("Location", receiver.url() + "/secret");
                    exchange.sendResponseHeaders(302, -1);
                });
        DriverResult result = send(Mode.EXECUTE, Map.of("request_id", "ping"));

        assertThat(result.error().errorClass()).isEqualTo(ErrorClass.PROTOCOL);
        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    @Requirement("INT-39")
    void an_answer_without_end_is_cut_at_its_limit() {
        receiver.answer(
                "/ping",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    byte[] block = new byte[64 * 1024];
                    for (int i = 0; i < 1600; i++) {
                        exchange.getResponseBody().write(block);
                    }
                });
        DriverResult result = send(Mode.EXECUTE, Map.of("request_id", "ping"));

        assertThat(result.error().errorClass()).isEqualTo(ErrorClass.PROTOCOL);
        assertThat(result.error().code()).isEqualTo("reply_too_large");
    }

    @Test
    @Requirement({"INT-39", "INT-35"})
    void an_answer_that_trickles_ends_with_the_deadline() {
        receiver.answer(
                "/ping",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    for (int i = 0; i < 600; i++) {
                        exchange.getResponseBody().write('x');
                        exchange.getResponseBody().flush();
                        pause();
                    }
                });
        DriverResult result =
                bench.call(
                        Mode.EXECUTE,
                        host(Map.of()),
                        Target.ofHost(host(Map.of())),
                        "http.request",
                        "send",
                        Map.of("request_id", "ping"),
                        2_000);

        assertThat(result.error().errorClass()).isEqualTo(ErrorClass.TIMEOUT);
        assertThat(result.durationMillis()).isLessThan(10_000);
    }

    @Test
    @Requirement("INT-39")
    void what_is_called_json_and_is_not_is_a_protocol_error() {
        receiver.answer("/ping", Answer.json(200, "{\"on\": \u001b[31m"));

        DriverResult result = send(Mode.EXECUTE, Map.of("request_id", "ping"));

        assertThat(result.error().errorClass()).isEqualTo(ErrorClass.PROTOCOL);
        assertThat(result.error().details().get("remote").toString()).doesNotContain("\u001b");
    }

    @Test
    @Requirement("INT-45")
    void a_port_where_nobody_listens_is_unreachable() {
        Host host = host(Map.of());
        receiver.close();

        DriverResult result =
                bench.call(
                        Mode.EXECUTE,
                        host,
                        Target.ofHost(host),
                        "http.request",
                        "send",
                        Map.of("request_id", "ping"));

        assertThat(result.error().errorClass()).isEqualTo(ErrorClass.UNREACHABLE);
        assertThat(result.reason()).startsWith("No connection to");
    }

    @Test
    @Requirement({"INT-8", "INT-20"})
    void a_secret_stands_in_no_result() {
        receiver.answer("/ping", Answer.json(500, "{}"));
        assertThat(send(Mode.EXECUTE, Map.of("request_id", "ping")).toString())
                .doesNotContain(CANARY);
        assertThat(send(Mode.DRY_RUN, Map.of("request_id", "ping")).toString())
                .doesNotContain(CANARY);
    }

    @Test
    @Requirement("DRV-8.2")
    void an_unknown_request_or_a_missing_value_is_refused_before_anything_is_sent() {
        assertThat(send(Mode.EXECUTE, Map.of("request_id", "nope")).error().errorClass())
                .isEqualTo(ErrorClass.VALIDATION);
        assertThat(send(Mode.EXECUTE, Map.of("request_id", "scene")).error().code())
                .isEqualTo("var_missing");
        assertThat(
                        send(
                                        Mode.EXECUTE,
                                        Map.of(
                                                "request_id",
                                                "scene",
                                                "vars",
                                                Map.of("room", "..", "level", 1)))
                                .error()
                                .code())
                .isEqualTo("path_invalid");
        assertThat(receiver.received()).isEmpty();
    }

    @Test
    @Requirement("DRV-8.2")
    void a_request_with_a_state_is_confirmed_by_reading_it() {
        receiver.answer("/valve", Answer.json(200, "{\"valve\":{\"open\":false}}"));

        DriverResult result = send(Mode.EXECUTE, Map.of("request_id", "close"));

        assertThat(result.evidence().level()).isEqualTo("state");
        assertThat(receiver.received())
                .extracting(HttpReceiver.Received::method)
                .containsExactly("PUT", "GET");
    }

    @Test
    @Requirement("DRV-8.2")
    void a_plug_is_switched_and_read_back() {
        Host plug = host(Map.of("plug", "shelly2"));
        Target target =
                new Target(
                        plug.id(), "plug", "0", "0", "on", Map.of(), Map.of(), true, false, false);
        receiver.answer(
                "/rpc/Switch.GetStatus", Answer.json(200, "{\"output\":true,\"apower\":12.5}"));

        DriverResult off = bench.call(Mode.EXECUTE, plug, target, "outlet.power", "off", Map.of());

        assertThat(off.error()).isNull();
        assertThat(off.expect()).contains("off");
        assertThat(receiver.received())
                .last()
                .satisfies(r -> assertThat(r.body()).isEqualTo("{\"id\":0,\"on\":false}"));
        receiver.answer("/rpc/Switch.GetStatus", Answer.json(200, "{\"output\":false}"));
        assertThat(bench.state(plug, target, null).status()).isEqualTo("off");
        assertThat(
                        bench.call(Mode.EXECUTE, plug, target, "outlet.power", "off", Map.of())
                                .preview())
                .isEmpty();
    }

    @Test
    @Requirement("INT-39")
    void an_address_outside_the_allowed_networks_is_refused() {
        Host metadata =
                bench.host(
                        "meta",
                        "generic.http",
                        Map.of(
                                "base_url",
                                "http://169.254.169.254",
                                "requests",
                                List.of("{id: ping, path: /}")));

        DriverResult result =
                bench.call(
                        Mode.EXECUTE,
                        metadata,
                        Target.ofHost(metadata),
                        "http.request",
                        "send",
                        Map.of("request_id", "ping"));

        assertThat(result.error().code()).isEqualTo("egress_refused");
    }

    private DriverResult send(Mode mode, Map<String, Object> params) {
        Host host = host(Map.of());
        return bench.call(mode, host, Target.ofHost(host), "http.request", "send", params);
    }

    private Host host(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>();
        config.put("base_url", receiver.url());
        config.put("auth", "bearer");
        config.put("headers", Map.of("X-Site", "rack"));
        config.put(
                "requests",
                List.of(
                        "{id: scene, method: POST, path: '/rooms/{room}/scene', query: {mode: '{room}'},"
                                + " json: {level: '{level}', note: 'in {room}'} }",
                        "{id: ping, method: GET, path: /ping, effect: idempotent}",
                        "{id: close, method: PUT, path: /valve, json: {open: false}, state: valve,"
                                + " expect: {pointer: /valve/open, equals: false} }",
                        "{id: valve, method: GET, path: /valve}"));
        config.putAll(more);
        return bench.host("web", "generic.http", config);
    }

    private static void pause() {
        java.util.concurrent.locks.LockSupport.parkNanos(100_000_000L);
    }
}
