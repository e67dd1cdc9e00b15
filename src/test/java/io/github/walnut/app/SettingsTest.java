package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.JSON;
import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.store.AuditEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings over the API, and the running program that obeys them. */
class SettingsTest {

    @TempDir private Path folder;
    private HomeServer walnut;

    @BeforeEach
    void start() throws Exception {
        walnut = new HomeServer(folder, Map.of());
    }

    @AfterEach
    void stop() {
        walnut.close();
    }

    private HomeServer.Answer patch(String group, String values) {
        return walnut.send("PATCH", "api/settings/" + group, values, JSON);
    }

    private JsonNode group(String name) {
        return done(walnut.get("api/settings/" + name));
    }

    @Test
    @Requirement("API-70")
    void keys_are_changed_one_by_one_replaced_whole_and_brought_back() throws Exception {
        JsonNode before = group("retention");
        assertThat(before.path("version").asInt()).isEqualTo(1);
        assertThat(before.at("/origin/events").asText()).isEqualTo("default");

        JsonNode changed = done(patch("retention", "{\"events\":\"48h\",\"runs\":\"100d\"}"));
        assertThat(changed.path("version").asInt()).isEqualTo(2);
        assertThat(changed.at("/values/events").asText()).isEqualTo("2d");
        assertThat(changed.at("/origin/events").asText()).isEqualTo("stored");
        assertThat(done(patch("retention", "{\"events\":\"2d\"}")).path("version").asInt())
                .as("nothing changed")
                .isEqualTo(2);

        JsonNode replaced =
                done(walnut.send("PUT", "api/settings/retention", "{\"runs\":\"90d\"}", JSON));
        assertThat(replaced.at("/values/events").asText()).isEqualTo("365d");
        assertThat(replaced.at("/values/runs").asText()).isEqualTo("90d");

        walnut.restart(Map.of());
        assertThat(group("retention")).isEqualTo(replaced);
        JsonNode back = done(patch("retention", "{\"runs\":null}"));
        assertThat(back.at("/origin/runs").asText()).isEqualTo("default");
    }

    @Test
    @Requirement("API-70")
    void the_least_length_of_passwords_holds_at_once_and_a_silent_broker_is_told() {
        String account =
                "{\"email\":\"%s@example.org\",\"role\":\"viewer\",\"password\":\"w4lnut-Tree-in-May\"}";
        assertThat(walnut.post("api/users", account.formatted("anna")).status()).isEqualTo(201);
        done(patch("security", "{\"password_min\":24}"));
        HomeServer.Answer weak = walnut.post("api/users", account.formatted("bert"));
        assertThat(weak.json().path("code").asText()).isEqualTo("weak_password");
        assertThat(weak.json().path("detail").asText()).contains("24 to 128");
        assertThat(patch("security", "{\"password_min\":8}").status()).isEqualTo(400);

        JsonNode none = done(walnut.post("api/settings/mqtt/test", "{}"));
        assertThat(none.path("ok").asBoolean()).isFalse();
        assertThat(none.at("/steps/0/name").asText()).isEqualTo("settings");
        JsonNode silent =
                done(walnut.post("api/settings/mqtt/test", "{\"url\":\"tcp://127.0.0.1:1\"}"));
        assertThat(silent.path("ok").asBoolean()).isFalse();
        assertThat(silent.at("/steps/0/name").asText()).isEqualTo("connect");
        assertThat(silent.path("message").asText()).isEqualTo("connect failed");
        assertThat(walnut.post("api/settings/mqtt/test", "{\"url\":\"file:///etc\"}").status())
                .isEqualTo(400);
        assertThat(group("mqtt").at("/values/url").isNull()).isTrue();
    }

    @Test
    @Requirement("API-70")
    void a_key_that_is_given_outside_is_locked() {
        JsonNode polling = group("polling");
        assertThat(polling.at("/origin/poll_interval").asText()).isEqualTo("environment");
        assertThat(polling.path("locked").toString()).contains("poll_interval");

        HomeServer.Answer refused = patch("polling", "{\"poll_interval\":\"9s\"}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("code").asText()).isEqualTo("setting_locked");
        assertThat(refused.json().path("detail").asText()).contains("WALNUT_POLL_INTERVAL");
        done(walnut.send("PUT", "api/settings/polling", polling.path("values").toString(), JSON));

        assertThat(patch("arming", "{\"armed\":true}").json().path("code").asText())
                .isEqualTo("setting_locked");
        assertThat(group("arming").at("/values/armed").asBoolean()).isFalse();
    }

    @Test
    @Requirement("SEC-55")
    void a_password_of_the_broker_does_not_leave_the_machine_in_clear_text() {
        String login = "{\"username\":\"walnut\",\"password\":\"canary-7351\",\"url\":\"%s\"%s}";
        for (String url : new String[] {"tcp://broker:1883", "ws://10.0.0.9", "tcp://[fd00::1]"}) {
            HomeServer.Answer refused = patch("mqtt", login.formatted(url, ""));
            assertThat(refused.status()).as(url).isEqualTo(400);
            assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/url");
            assertThat(refused.json().at("/errors/0/message").asText()).contains("clear text");
        }
        for (String url : new String[] {"tcp://127.0.0.1:1883", "ws://localhost", "tcp://[::1]"}) {
            done(patch("mqtt", login.formatted(url, "")));
        }
        done(patch("mqtt", login.formatted("tcp://broker:1883", ",\"tls.insecure\":true")));
        assertThat(group("mqtt").at("/values/tls.insecure").asBoolean()).isTrue();
        assertThat(patch("mqtt", "{\"tls.insecure\":false}").status()).isEqualTo(400);
    }

    @Test
    @Requirement({"API-70", "SEC-43", "SEC-70"})
    void a_secret_is_written_and_never_read_and_its_change_is_audited_masked() {
        done(
                patch(
                        "mqtt",
                        "{\"username\":\"walnut\",\"password\":\"canary-7351\",\"url\":\"ssl://broker:8883\"}"));
        JsonNode mqtt = group("mqtt");
        assertThat(mqtt.at("/values/password/set").asBoolean()).isTrue();
        assertThat(mqtt.path("restart_required").toString()).contains("url");

        done(walnut.send("PUT", "api/settings/mqtt", "{\"username\":\"other\"}", JSON));
        assertThat(group("mqtt").at("/values/password/set").asBoolean())
                .as("what cannot be read back is not lost by a PUT")
                .isTrue();
        done(patch("mqtt", "{\"password\":null}"));
        assertThat(group("mqtt").at("/values/password/set").asBoolean()).isFalse();
        assertThat(walnut.get("api/settings").text()).doesNotContain("canary-7351");

        walnut.close();
        List<AuditEntry> rows =
                walnut.audit().stream()
                        .filter(row -> row.action().startsWith("settings-"))
                        .toList();
        assertThat(rows).hasSize(3).allMatch(row -> "mqtt".equals(row.object()));
        assertThat(rows.get(2).diff().toString())
                .contains("password={from=null, to=***}", "ssl://broker:8883")
                .doesNotContain("canary");
    }

    @Test
    @Requirement("API-70")
    void what_does_not_fit_is_refused_with_pointers_and_nothing_is_stored() {
        HomeServer.Answer refused =
                patch("execution", "{\"max_concurrent_actions\":0,\"preflight_at\":\"7\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("code").asText()).isEqualTo("validation");
        assertThat(refused.json().path("errors").findValuesAsText("pointer"))
                .containsExactly("/max_concurrent_actions", "/preflight_at");
        assertThat(patch("execution", "{\"purge\":true}").json().path("code").asText())
                .isEqualTo("invalid_request");
        assertThat(patch("mqtt", "{\"purge\":\"true\"}").json().path("code").asText())
                .isEqualTo("invalid_request");
        assertThat(patch("mqtt", "{\"purge\":true}").json().path("code").asText())
                .isEqualTo("conflict");
        assertThat(walnut.get("api/settings/nothing").status()).isEqualTo(404);
        assertThat(group("execution").path("version").asInt()).isEqualTo(1);
    }

    @Test
    @Requirement({"API-70", "POL-39"})
    void changes_take_effect_at_once() {
        walnut.virtualHost("lab", IntStream.rangeClosed(1, 9).mapToObj(n -> "m-" + n).toList());
        String document =
                """
                version: "2.0"
                name: Three of nine
                trigger: {type: ups.state, equals: OB, for: 30s, ups: rack1}
                actions:
                  - {host_id: lab, capability: vm.lifecycle, verb: shutdown, selector: {names: [m-1, m-2, m-3]}}
                """;
        assertThat(findings(document)).doesNotContain("large_selection");
        done(patch("execution", "{\"confirm_over_targets\":2}"));
        assertThat(findings(document)).contains("large_selection");

        done(
                walnut.post(
                        "api/integrations",
                        """
                        {"id":"relay","type_id":"generic.http","name":"relay",
                         "config":{"base_url":"http://127.0.0.1:1","test_path":"/",
                                   "requests":["{id: lamp, method: POST, path: lamp, effect: idempotent}"]}}
                        """));
        done(patch("security", "{\"egress_deny\":[\"127.0.0.0/8\"]}"));
        assertThat(walnut.post("api/integrations/relay/test", "{}").text())
                .contains("network that is denied");
        done(patch("security", "{\"egress_deny\":[]}"));

        done(patch("polling", "{\"dead_time\":\"33s\"}"));
        done(walnut.post("api/nut/servers", "{\"host\":\"127.0.0.2\",\"enabled\":false}"));
        assertThat(done(walnut.get("api/nut/servers/127.0.0.2")).path("poll_interval").asText())
                .as("the default of new servers")
                .isEqualTo("1s");
    }

    private List<String> findings(String document) {
        return done(walnut.send("POST", "api/policies/validate", document, HomeServer.YAML))
                .path("findings")
                .findValuesAsText("code");
    }
}
