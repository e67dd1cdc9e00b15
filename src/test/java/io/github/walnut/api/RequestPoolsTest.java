package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.publish.QueueFigure;
import io.github.walnut.security.Role;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of one pool are kept from ending, while others are asked for an answer. */
class RequestPoolsTest {

    private static final Duration PATIENT = Duration.ofMinutes(10);
    private static final Duration GENEROUS = Duration.ofMinutes(2);

    /** A request that needs a thread of its pool. */
    private record Asked(Role role, String method, String path, String body) {}

    private static final Map<OperationPool, Asked> OF = new EnumMap<>(OperationPool.class);

    static {
        String login = "{\"username\":\"nobody@example.org\",\"password\":\"canary-guess-1\"}";
        OF.put(OperationPool.LOGIN, new Asked(null, "POST", "/auth/jwt/login", login));
        OF.put(OperationPool.PUBLIC, new Asked(null, "GET", "/api/links/none", null));
        OF.put(OperationPool.PROVIDER, new Asked(null, "GET", "/auth/oidc/login", null));
        OF.put(
                OperationPool.PASSWORD,
                new Asked(Role.VIEWER, "POST", "/auth/step-up", "{\"password\":\"canary-x\"}"));
        OF.put(
                OperationPool.VALIDATION,
                new Asked(Role.VIEWER, "POST", "/api/policies/validate", "{}"));
        OF.put(OperationPool.EXPORT, new Asked(Role.VIEWER, "GET", "/api/ups/samples.csv", null));
        OF.put(OperationPool.HISTORY, new Asked(Role.VIEWER, "GET", "/api/ups/summary", null));
        OF.put(
                OperationPool.DEVICE,
                new Asked(Role.VIEWER, "GET", "/api/hosts/none/inventory", null));
        OF.put(OperationPool.READ, new Asked(Role.VIEWER, "GET", "/api/topology", null));
        OF.put(
                OperationPool.CHANGE,
                new Asked(Role.VIEWER, "PATCH", "/auth/users/me", "{\"locale\":\"en\"}"));
        OF.put(OperationPool.LIVE, new Asked(Role.VIEWER, "GET", "/api/ups", null));
        OF.put(
                OperationPool.ORDER,
                new Asked(
                        Role.ADMIN,
                        "POST",
                        "/api/policies/00000000-0000-0000-0000-000000000001/enable",
                        "{}"));
    }

    private final CountDownLatch end = new CountDownLatch(1);
    private final Queue<Thread> kept = new ConcurrentLinkedQueue<>();
    private final Queue<Thread> interrupted = new ConcurrentLinkedQueue<>();
    private final List<RawClient> clients = new ArrayList<>();
    private final Map<String, List<String>> sessions = new HashMap<>();
    private RunningApi api;

    @AfterEach
    void stop() {
        end.countDown();
        clients.forEach(RawClient::close);
        if (api != null) {
            api.close();
        }
    }

    private void start(Duration answer) throws Exception {
        api =
                new RunningApi(
                        true,
                        true,
                        new WireLimits(2000, 2000, PATIENT, PATIENT, PATIENT, PATIENT, answer),
                        RunningApi.GENEROUS);
    }

    /** Keeps what is carried out in the pool from ending. */
    private void keep(OperationPool pool) {
        api.probe =
                exchange -> {
                    if (poolOf(exchange) == pool) {
                        kept.add(Thread.currentThread());
                        try {
                            end.await();
                        } catch (InterruptedException e) {
                            interrupted.add(Thread.currentThread());
                            Thread.currentThread().interrupt();
                        }
                    }
                };
    }

    /** Null behind the step that carries it out. */
    private static OperationPool poolOf(Exchange exchange) {
        return exchange.getMessage().getHeader(VertxPlatformHttpConstants.AUTHENTICATED_USER)
                        == null
                ? null
                : Incoming.of(exchange.getMessage()).operation().pool();
    }

    /** One of several accounts of the role. */
    private String token(Role role, int n) {
        List<String> tokens = sessions.computeIfAbsent(role.word(), any -> new ArrayList<>());
        while (tokens.size() <= n) {
            String email = role.word() + tokens.size() + "@example.org";
            api.users.create(api.accounts.account(email, null, RunningApi.PASSWORD, role));
            tokens.add(
                    api.tokens.issue(
                            api.sessions
                                    .open(
                                            api.users.byEmail(email).orElseThrow(),
                                            "password",
                                            "pwd",
                                            null,
                                            null)
                                    .session(),
                            role));
        }
        return tokens.get(n);
    }

    private RawClient send(Asked asked, int caller) {
        RawClient client =
                RawClient.from(caller, api.server.port())
                        .send(
                                asked.method(),
                                asked.path(),
                                asked.role() == null ? null : token(asked.role(), caller),
                                asked.body());
        clients.add(client);
        return client;
    }

    private QueueFigure figure(OperationPool pool) {
        return api.server.queues().stream()
                .filter(queue -> queue.name().equals("requests_" + pool.word()))
                .findFirst()
                .orElseThrow();
    }

    /** By as many callers as it takes. */
    private List<RawClient> fill(OperationPool pool) {
        int places = pool.threads() + pool.waiting();
        List<RawClient> filling = new ArrayList<>();
        for (int i = 0; i < places; i++) {
            filling.add(send(OF.get(pool), i % 3));
        }
        await().atMost(GENEROUS).until(() -> figure(pool).length().getAsInt() == pool.waiting());
        await().atMost(GENEROUS).until(() -> kept.size() == pool.threads());
        return filling;
    }

    static Stream<OperationPool> floods() {
        return OF.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("floods")
    @Requirement({"SEC-25", "SEC-1", "API-11"})
    void a_full_pool_refuses_its_own_at_once_and_keeps_nobody_else(OperationPool full)
            throws Exception {
        start(PATIENT);
        keep(full);
        List<RawClient> filling = fill(full);

        String refused = send(OF.get(full), 3).answer();
        assertThat(refused)
                .startsWith("HTTP/1.1 503")
                .contains("\"code\":\"overloaded\"")
                .containsIgnoringCase("\r\nretry-after: ");
        assertThat(figure(full).dropped().getAsLong()).isEqualTo(1);

        assertThat(api.send(api.request("/health")).statusCode()).isEqualTo(200);
        stopRuns();
        OF.forEach(
                (pool, asked) -> {
                    if (pool != full) {
                        assertThat(send(asked, 0).status()).as("%s", pool).isNotIn(0, 503);
                    }
                });
        assertThat(figure(full).length().getAsInt()).isEqualTo(full.waiting());

        end.countDown();
        assertThat(filling).extracting(RawClient::status).isNotEmpty().doesNotContain(0, 503);
        await().atMost(GENEROUS).until(() -> api.server.taken(full) == 0);
    }

    /** As an operator does it. */
    private void stopRuns() {
        String operator = token(Role.OPERATOR, 0);
        String why = "{\"reason\":\"tested\",\"for\":\"5m\"}";
        assertThat(asked("POST", "/api/runs/hold", operator, why).statusCode()).isEqualTo(200);
        assertThat(asked("POST", "/api/runs/resume", operator, "{}").statusCode()).isEqualTo(200);
        HttpResponse<String> cancelled =
                asked(
                        "POST",
                        "/api/runs/00000000-0000-0000-0000-000000000009/cancel",
                        operator,
                        "{\"reason\":\"tested\"}");
        assertThat(cancelled.statusCode()).as(cancelled.body()).isEqualTo(404);
        assertThat(
                        asked("POST", "/api/system/disarm", operator, "{\"reason\":\"tested\"}")
                                .statusCode())
                .isEqualTo(200);
    }

    /** Again where the connection was closed to make room, as it may be while it is idle. */
    private HttpResponse<String> asked(String method, String path, String token, String json) {
        for (int more = 5; ; more--) {
            try {
                return api.send(method, path, token, json);
            } catch (IllegalStateException e) {
                if (more == 0 || !(e.getCause() instanceof IOException)) {
                    throw e;
                }
            }
        }
    }

    @Test
    @Requirement("SEC-25")
    void one_caller_has_at_most_half_of_the_places() throws Exception {
        start(PATIENT);
        keep(OperationPool.LOGIN);
        int places = OperationPool.LOGIN.threads() + OperationPool.LOGIN.waiting();
        for (int i = 0; i < places / 2; i++) {
            send(OF.get(OperationPool.LOGIN), 0);
        }
        await().atMost(GENEROUS).until(() -> api.server.taken(OperationPool.LOGIN) == places / 2);

        assertThat(send(OF.get(OperationPool.LOGIN), 0).status()).isEqualTo(503);
        send(OF.get(OperationPool.LOGIN), 1);
        await().atMost(GENEROUS)
                .until(() -> api.server.taken(OperationPool.LOGIN) == places / 2 + 1);
    }

    @Test
    @Requirement("API-11")
    void reading_that_is_over_its_time_is_interrupted_and_leaves_its_place() throws Exception {
        start(Duration.ofSeconds(1));
        keep(OperationPool.LIVE);
        List<RawClient> late = tooMany(OperationPool.LIVE);

        assertThat(late).extracting(RawClient::status).containsOnly(503);
        await().atMost(GENEROUS).until(() -> api.server.taken(OperationPool.LIVE) == 0);
        assertThat(interrupted).containsExactlyInAnyOrderElementsOf(kept);
    }

    @Test
    @Requirement("API-11")
    void a_change_that_has_begun_goes_on_and_keeps_its_place_and_one_that_waited_is_not_begun()
            throws Exception {
        start(Duration.ofSeconds(1));
        keep(OperationPool.CHANGE);
        List<RawClient> late = tooMany(OperationPool.CHANGE);

        assertThat(late).extracting(RawClient::status).containsOnly(503);
        await().atMost(GENEROUS).until(() -> api.server.taken(OperationPool.CHANGE) == kept.size());
        int begun = kept.size();
        assertThat(begun).isBetween(1, OperationPool.CHANGE.threads());
        end.countDown();
        await().atMost(GENEROUS).until(() -> api.server.taken(OperationPool.CHANGE) == 0);
        assertThat(kept).hasSize(begun);
        assertThat(interrupted).isEmpty();
    }

    /** At least one of them is begun within its time, and at least three are not. */
    private List<RawClient> tooMany(OperationPool pool) {
        List<RawClient> late = new ArrayList<>();
        while (kept.isEmpty()) {
            RawClient first = send(OF.get(pool), 0);
            late.add(first);
            await().atMost(GENEROUS).until(() -> !kept.isEmpty() || api.server.taken(pool) == 0);
        }
        for (int i = 0; i < pool.threads() + 3; i++) {
            late.add(send(OF.get(pool), i % 3));
        }
        return late;
    }

    @Test
    void what_a_client_that_has_gone_waited_for_is_not_begun() throws Exception {
        start(PATIENT);
        keep(OperationPool.VALIDATION);
        for (int i = 0; i < OperationPool.VALIDATION.threads(); i++) {
            send(OF.get(OperationPool.VALIDATION), 0);
        }
        await().atMost(GENEROUS).until(() -> kept.size() == OperationPool.VALIDATION.threads());
        RawClient leaving = send(OF.get(OperationPool.VALIDATION), 1);
        await().atMost(GENEROUS)
                .until(() -> figure(OperationPool.VALIDATION).length().getAsInt() == 1);

        leaving.close();

        await().atMost(GENEROUS)
                .until(() -> figure(OperationPool.VALIDATION).length().getAsInt() == 0);
        assertThat(kept).hasSize(OperationPool.VALIDATION.threads());
    }

    @Test
    @Requirement("SEC-25")
    void an_upload_takes_its_place_before_its_body_comes() throws Exception {
        start(PATIENT);
        String head =
                "POST /api/integrations/types/upload HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                        + "Content-Type: multipart/form-data; boundary=walnut\r\n"
                        + "Content-Length: 5000\r\nAuthorization: Bearer %s\r\n\r\n--walnut\r\n";
        int places = OperationPool.UPLOAD.threads() + OperationPool.UPLOAD.waiting();
        for (int i = 0; i < places; i++) {
            clients.add(
                    RawClient.from(i, api.server.port())
                            .write(head.formatted(token(Role.ADMIN, i % 2))));
        }
        await().atMost(GENEROUS).until(() -> api.server.taken(OperationPool.UPLOAD) == places);

        RawClient further =
                RawClient.from(9, api.server.port()).write(head.formatted(token(Role.ADMIN, 2)));
        clients.add(further);
        assertThat(further.status()).isEqualTo(503);
        stopRuns();
    }

    @Test
    @Requirement("SEC-25")
    void strangers_with_every_connection_there_is_keep_nobody_out() throws Exception {
        int most = 60;
        api =
                new RunningApi(
                        true,
                        true,
                        new WireLimits(most, 10, PATIENT, PATIENT, PATIENT, PATIENT, PATIENT),
                        RunningApi.GENEROUS);
        String head = "GET /health HTTP/1.1\r\nHost: a\r\n";
        for (int i = 0; i < 3 * most; i++) {
            RawClient stranger = RawClient.from(i % 20, api.server.port());
            clients.add(i % 2 == 0 ? stranger : stranger.write(head));
        }
        assertThat(api.send(api.request("/health")).statusCode()).isEqualTo(200);
        stopRuns();
    }

    @Test
    @Requirement("SEC-25")
    void a_viewer_with_every_connection_there_is_keeps_nobody_out() throws Exception {
        int most = 60;
        api =
                new RunningApi(
                        true,
                        true,
                        new WireLimits(most, 20, PATIENT, PATIENT, PATIENT, PATIENT, PATIENT),
                        RunningApi.GENEROUS);
        String request =
                "GET /api/ups HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                        + token(Role.VIEWER, 0)
                        + "\r\n\r\n";
        for (int i = 0; i < 2 * most; i++) {
            clients.add(RawClient.from(i % 12, api.server.port()).write(request));
        }
        stopRuns();
        assertThat(api.send(api.request("/health")).statusCode()).isEqualTo(200);
    }
}
