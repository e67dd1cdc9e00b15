package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.JSON;
import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.api.RawClient;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The mains fail while a flood of requests is under way. Whatever is asked of the server meanwhile
 * is asked between two moments at which requests of the flood had no answer yet.
 */
@Requirement({"SEC-25", "API-11"})
class FloodsTest {

    private static final Duration PATIENT = Duration.ofMinutes(5);
    private static final int MACHINES = 12;
    private static final int SOCKETS = 2_000;

    /** More than the server keeps, and few enough for the files that a process may open. */
    private static final int OPEN_AT_ONCE = 600;

    private static final String WHY = "{\"reason\":\"it is tested\",\"for\":\"5m\"}";

    private static final String SHED =
            """
            version: "2.0"
            name: Shed the lab
            trigger: {type: ups.state, equals: OB, ups: rack1}
            actions:
              - {host_id: lab, capability: vm.lifecycle, verb: shutdown, selector: {all: true}}
            """;
    private static final String LATER =
            """
            version: "2.0"
            name: Shed the shed
            trigger: {type: ups.state, equals: OB, ups: rack1}
            actions:
              - {host_id: shed, capability: vm.lifecycle, verb: shutdown, selector: {all: true}, delay: 10m}
            """;

    @TempDir private Path folder;
    private HomeServer walnut;
    private String viewer;
    private String operator;

    @BeforeEach
    void start() throws Exception {
        walnut = new HomeServer(folder, Map.of("WALNUT_ARGON2_PROFILE", "small"));
        await().atMost(PATIENT)
                .until(() -> walnut.get("api/ups").json().toString().contains("rack1"));
        walnut.virtualHost(
                "lab", IntStream.range(0, MACHINES).mapToObj(n -> "machine-" + n).toList());
        walnut.virtualHost("shed", List.of("mower"));
        arm(SHED, "Shed the lab", MACHINES);
        arm(LATER, "Shed the shed", 1);
        done(walnut.post("api/system/arm", "{\"reason\":\"it is tested\",\"confirm\":\"ARM\"}"));
        viewer = login("viewer");
        operator = login("operator");
    }

    @AfterEach
    void stop() {
        walnut.close();
    }

    private void arm(String document, String name, int targets) {
        String policy = "api/policies/" + walnut.created(document).path("id").asText();
        done(walnut.post(policy + "/enable", "{}"));
        done(
                walnut.post(
                        policy + "/arm",
                        "{\"reason\":\"it is tested\",\"confirm\":\"%s\",\"targets\":%d}"
                                .formatted(name, targets)));
    }

    private String login(String role) {
        String email = role + "@example.org";
        done(
                walnut.post(
                        "api/users",
                        "{\"email\":\"%s\",\"role\":\"%s\",\"password\":\"%s\"}"
                                .formatted(email, role, HomeServer.PASSWORD)));
        return done(walnut.post(
                        "auth/jwt/login",
                        "{\"username\":\"%s\",\"password\":\"%s\"}"
                                .formatted(email, HomeServer.PASSWORD)))
                .path("access_token")
                .asText();
    }

    private int port() {
        return walnut.address("").getPort();
    }

    /** Fails the mains in the middle of the flood, and steps in. */
    private void outageIn(Flood flood, int atLeast) throws Exception {
        try (flood) {
            flood.begin();
            await().atMost(PATIENT).until(() -> flood.underWay() > 0);
            walnut.power("OB DISCHRG");
            await().atMost(PATIENT).until(() -> lookAround() && run("Shed the shed") != null);

            String late = "api/runs/" + run("Shed the shed").path("id").asText();
            during(flood, () -> done(again(() -> walnut.post("api/runs/hold", WHY))));
            during(flood, () -> done(again(() -> walnut.post("api/runs/resume", "{}"))));
            during(
                    flood,
                    () ->
                            done(
                                    again(
                                            () ->
                                                    walnut.post(
                                                            late + "/cancel",
                                                            "{\"reason\":\"tested\"}"))));
            during(flood, () -> done(again(() -> walnut.get("api/system/status"))));

            await().atMost(PATIENT).until(() -> lookAround() && shed());
            await().atMost(PATIENT).until(() -> lookAround() && flood.sent() >= atLeast);
            await().atMost(PATIENT)
                    .until(() -> lookAround() && state("Shed the shed").equals("cancelled"));
        }
        assertThat(flood.statuses()).doesNotContain(500);
    }

    /** The server is well, by its own words. */
    private boolean lookAround() {
        HomeServer.Answer health = again(() -> walnut.get("health"));
        assertThat(health.status()).as(health.text()).isEqualTo(200);
        return true;
    }

    /** Again where the connection was closed to make room, as it may be while it is idle. */
    private static HomeServer.Answer again(Supplier<HomeServer.Answer> asked) {
        for (int more = 5; ; more--) {
            try {
                return asked.get();
            } catch (UncheckedIOException e) {
                if (more == 0) {
                    throw e;
                }
            }
        }
    }

    private static void during(Flood flood, Runnable asked) {
        await().atMost(PATIENT).until(() -> flood.underWay() > 0);
        long before = flood.sent();
        asked.run();
        await().atMost(PATIENT).until(() -> flood.sent() > before && flood.underWay() > 0);
    }

    private String state(String policy) {
        return run(policy).path("state").asText();
    }

    private JsonNode run(String policy) {
        for (JsonNode run : done(again(() -> walnut.get("api/runs?mode=live"))).path("items")) {
            if (run.path("policy_name").asText().equals(policy)
                    && run.path("mode").asText().equals("live")) {
                return run;
            }
        }
        return null;
    }

    /** Every order was sent, once, and did what it was to do. */
    private boolean shed() {
        JsonNode run = run("Shed the lab");
        if (run == null || !run.path("state").asText().equals("done")) {
            return false;
        }
        JsonNode record = done(again(() -> walnut.get("api/runs/" + run.path("id").asText())));
        List<String> states = new ArrayList<>();
        record.path("steps").forEach(step -> states.add(step.path("state").asText()));
        assertThat(states).as(record.toString()).hasSize(MACHINES).containsOnly("confirmed");
        return true;
    }

    @Test
    @Requirement("SEC-1")
    void of_logins_with_invented_accounts() throws Exception {
        outageIn(
                new Flood(
                        20,
                        10,
                        n ->
                                RawClient.from(n, port())
                                        .send(
                                                "POST",
                                                "/auth/jwt/login",
                                                null,
                                                "{\"username\":\"nobody%d@example.org\",\"password\":\"canary-guess-1\"}"
                                                        .formatted(n)),
                        RawClient::last),
                200);
    }

    @Test
    void of_validations_of_heavy_documents() throws Exception {
        String heavy = heavy();
        JsonNode checked = done(walnut.send("POST", "api/policies/validate", heavy, JSON));
        assertThat(checked.path("ok").asBoolean()).as(checked.toString()).isTrue();
        outageIn(
                new Flood(
                        10,
                        5,
                        n ->
                                RawClient.from(n, port())
                                        .send("POST", "/api/policies/validate", viewer, heavy),
                        RawClient::last),
                50);
    }

    /** As many actions and conditions as a policy may have. */
    private static String heavy() {
        String actions =
                IntStream.range(0, 100)
                        .mapToObj(
                                n ->
                                        "{\"id\":\"a%d\",\"host_id\":\"lab\",\"capability\":\"vm.lifecycle\",\"verb\":\"shutdown\",\"selector\":{\"all\":true}}"
                                                .formatted(n))
                        .collect(Collectors.joining(","));
        return """
               {"version":"2.0","name":"Heavy","trigger":{"type":"ups.state","equals":"OB","ups":"rack1"},
                "actions":[%s]}
               """
                .formatted(actions);
    }

    @Test
    void of_exports() throws Exception {
        outageIn(
                new Flood(
                        5,
                        4,
                        n ->
                                RawClient.from(n, port())
                                        .send(
                                                "GET",
                                                "/api/ups/samples.csv?range=30d&resolution=raw",
                                                viewer,
                                                null),
                        RawClient::last),
                20);
    }

    @Test
    void of_dry_runs_and_changes_by_an_operator() throws Exception {
        String policy = done(walnut.get("api/policies")).path("items").get(0).path("id").asText();
        List<String> asked =
                List.of(
                        "/api/policies/" + policy + "/dry-run",
                        "/api/policies/" + policy + "/tests",
                        "/api/hosts/lab/discover",
                        "/api/system/selftest",
                        "/api/integrations/lab/test");
        outageIn(
                new Flood(
                        10,
                        5,
                        n ->
                                RawClient.from(n, port())
                                        .send("POST", asked.get(n % asked.size()), operator, "{}"),
                        RawClient::last),
                50);
    }

    @Test
    void of_sockets_of_strangers_and_a_viewer() throws Exception {
        Deque<RawClient> open = new ArrayDeque<>();
        Flood flood =
                new Flood(
                        8,
                        50,
                        n -> {
                            RawClient socket =
                                    RawClient.from(n, port())
                                            .write(upgrade(n % 3 == 0 ? viewer : "nobody"));
                            synchronized (open) {
                                open.add(socket);
                                if (open.size() > OPEN_AT_ONCE) {
                                    open.remove().close();
                                }
                            }
                            return socket;
                        },
                        RawClient::begun);
        try {
            outageIn(flood, SOCKETS);
        } finally {
            open.forEach(RawClient::close);
        }
    }

    private static String upgrade(String token) {
        return "GET /ws?token="
                + token
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: d2FsbnV0LXdhbG51dC13YQ==\r\n\r\n";
    }
}
