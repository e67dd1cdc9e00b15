package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.JSON;
import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.peers.RealPeer;
import io.github.walnut.peers.RealUpsd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NUT servers as people look at them and change them, with real ones behind. */
@RealPeer({RealUpsd.UPSD, RealUpsd.DUMMY_UPS})
class NutServersIT {

    private static final Duration SOON = TestLimits.WAIT;

    @TempDir private Path folder;
    private RealUpsd upsd;
    private HomeServer walnut;

    @BeforeEach
    void start() throws Exception {
        upsd = RealUpsd.with("north", "south").start();
        walnut = new HomeServer(folder, Map.of());
    }

    @AfterEach
    void stop() {
        walnut.close();
        upsd.close();
    }

    private String server(String user, String password) {
        return "{\"id\":\"lab\",\"host\":\"127.0.0.1\",\"port\":%d,\"username\":\"%s\",\"password\":\"%s\"}"
                .formatted(upsd.port(), user, password);
    }

    private JsonNode lab() {
        return done(walnut.get("api/nut/servers/lab"));
    }

    @Test
    @Requirement({"NUT-28", "API-3"})
    void a_look_at_a_server_tells_its_ups_and_whether_the_login_is_right() {
        JsonNode right =
                done(
                        walnut.post(
                                "api/nut/test",
                                server("secondary", "secpass")
                                        .replace("}", ",\"login_probe\":true}")));
        assertThat(right.path("ok").asBoolean()).as(right.toString()).isTrue();
        assertThat(right.path("credentials").asText()).isEqualTo("ok");
        assertThat(right.path("server_version").asText()).contains("upsd");
        assertThat(right.path("protocol").asText()).startsWith("1.");
        assertThat(right.path("tls").asBoolean()).isFalse();
        assertThat(right.path("ups").findValuesAsText("name")).containsExactly("north", "south");
        assertThat(right.at("/ups/0/status").asText()).startsWith("OL");
        assertThat(right.path("steps").findValuesAsText("step"))
                .containsExactly("connect", "trust", "identify", "list", "authenticate");

        JsonNode wrong =
                done(
                        walnut.post(
                                "api/nut/test",
                                server("secondary", "no").replace("}", ",\"login_probe\":true}")));
        assertThat(wrong.path("ok").asBoolean()).isFalse();
        assertThat(wrong.path("credentials").asText()).isEqualTo("refused");
        JsonNode unasked = done(walnut.post("api/nut/test", server("secondary", "no")));
        assertThat(unasked.path("credentials").asText()).isEqualTo("unverified");

        JsonNode closed = done(walnut.post("api/nut/test", "{\"host\":\"127.0.0.1\",\"port\":1}"));
        assertThat(closed.path("ok").asBoolean()).isFalse();
        assertThat(closed.at("/steps/0/step").asText()).isEqualTo("connect");
        assertThat(closed.at("/steps/0/error/class").asText()).isEqualTo("transport");
        assertThat(closed.path("tls").isNull()).isTrue();
        assertThat(walnut.post("api/nut/test", "{}").status()).isEqualTo(400);
        assertThat(walnut.post("api/nut/test", "{\"id\":\"none\"}").status()).isEqualTo(404);
    }

    @Test
    @Requirement({"API-8", "NUT-1"})
    void a_changed_server_is_connected_anew_and_keeps_what_is_left_out() throws Exception {
        JsonNode made = done(walnut.post("api/nut/servers", server("secondary", "secpass")));
        assertThat(made.path("version").asInt()).isEqualTo(1);
        await().atMost(SOON).until(() -> lab().path("state").asText().equals("connected"));
        await().atMost(SOON).until(() -> lab().path("ups").size() == 2);
        done(walnut.post("api/nut/test", "{\"id\":\"lab\",\"login_probe\":true}"));
        assertThat(lab().path("credentials").asText()).isEqualTo("ok");

        String gone = "{\"host\":\"127.0.0.1\",\"port\":1,\"username\":\"secondary\"}";
        JsonNode changed = done(walnut.send("PUT", "api/nut/servers/lab", gone, JSON));
        assertThat(changed.path("version").asInt()).isEqualTo(2);
        assertThat(changed.at("/password/set").asBoolean()).isTrue();
        await().atMost(SOON).until(() -> lab().path("state").asText().equals("error"));
        assertThat(lab().path("last_error").asText()).contains("127.0.0.1:1");

        try (RealUpsd other = RealUpsd.with("north", "south").start()) {
            String moved =
                    "{\"host\":\"127.0.0.1\",\"port\":%d,\"username\":\"secondary\",\"password\":null}"
                            .formatted(other.port());
            JsonNode last = done(walnut.send("PUT", "api/nut/servers/lab", moved, JSON));
            assertThat(last.at("/password/set").asBoolean()).isFalse();
            await().atMost(SOON).until(() -> lab().path("state").asText().equals("connected"));
            await().atMost(SOON)
                    .until(
                            () ->
                                    done(walnut.get("api/ups/north%40lab"))
                                            .path("reachable")
                                            .asBoolean());
        }
    }

    @Test
    @Requirement("API-8")
    void a_server_that_was_changed_meanwhile_or_has_a_twin_is_not_changed() {
        done(walnut.post("api/nut/servers", server("secondary", "secpass")));
        HomeServer.Answer twin =
                walnut.post(
                        "api/nut/servers",
                        server("secondary", "secpass").replace("\"lab\"", "\"other\""));
        assertThat(twin.status()).isEqualTo(409);
        assertThat(twin.json().path("existing_id").asText()).isEqualTo("lab");
        assertThat(
                        walnut.send(
                                        "PUT",
                                        "api/nut/servers/lab",
                                        "{\"id\":\"another\",\"host\":\"127.0.0.1\"}",
                                        JSON)
                                .status())
                .isEqualTo(400);
        assertThat(walnut.send("PUT", "api/nut/servers/none", "{\"host\":\"h\"}", JSON).status())
                .isEqualTo(404);
        done(
                walnut.send(
                        "PUT",
                        "api/nut/servers/lab",
                        server("secondary", "secpass").replace("}", ",\"enabled\":false}"),
                        JSON));
        assertThat(lab().path("state").asText()).isEqualTo("disabled");
        assertThat(List.of(lab().toString())).noneMatch(text -> text.contains("secpass"));
    }
}
