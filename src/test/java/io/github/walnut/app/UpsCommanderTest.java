package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.JSON;
import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.store.AuditEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole server that tells a simulated UPS what to do. */
class UpsCommanderTest {

    private static final Duration SOON = TestLimits.WAIT;

    @TempDir private Path folder;
    private HomeServer walnut;

    @BeforeEach
    void start() throws Exception {
        walnut = new HomeServer(folder, Map.of());
        await().atMost(SOON).until(() -> walnut.get("api/ups").json().toString().contains("rack1"));
    }

    @AfterEach
    void stop() {
        walnut.close();
    }

    private JsonNode variable(String name) {
        return StreamSupport.stream(
                        done(walnut.get("api/ups/rack1/variables")).path("items").spliterator(),
                        false)
                .filter(each -> each.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private HomeServer.Answer set(String name, String value) {
        return walnut.send(
                "PUT", "api/ups/rack1/variables/" + name, "{\"value\":\"" + value + "\"}", JSON);
    }

    @Test
    @Requirement({"NUT-15", "NUT-16"})
    void a_variable_is_set_followed_to_its_end_and_audited_with_its_old_value() {
        assertThat(variable("battery.charge.low").path("rw").asBoolean()).isTrue();
        assertThat(variable("ups.status").path("rw").asBoolean()).isFalse();
        JsonNode answer = done(set("battery.charge.low", "30"));
        assertThat(answer.path("result").asText()).isEqualTo("SUCCESS");
        assertThat(answer.path("old_value").asText()).isEqualTo("20");
        assertThat(variable("battery.charge.low").path("value").asText()).isEqualTo("30");
        assertThat(walnut.audit())
                .filteredOn(entry -> entry.action().equals("ups-variable-set"))
                .extracting(AuditEntry::diff)
                .contains(Map.of("battery.charge.low", List.of("20", "30")));
        for (String refused : new String[] {"ups.status", "no.such.thing"}) {
            HomeServer.Answer no = set(refused, "30");
            assertThat(no.status()).as(no.text()).isEqualTo(400);
            assertThat(no.json().path("code").asText()).isEqualTo("invalid_request");
        }
    }

    @Test
    @Requirement({"NUT-16", "NUT-64"})
    void a_command_reaches_the_ups_and_a_test_explains_what_follows() {
        assertThat(
                        done(walnut.get("api/ups/rack1/commands"))
                                .path("items")
                                .findValuesAsText("name"))
                .contains("beeper.mute", "load.off", "fsd");
        JsonNode answer = done(command("test.battery.start.quick", null));
        assertThat(answer.path("result").asText()).isEqualTo("SUCCESS");
        assertThat(walnut.upsHeard()).containsExactly("test.battery.start.quick");
        await().atMost(SOON).until(() -> !walnut.events("test_started").isEmpty());
        HomeServer.Answer unknown = command("beeper.enable", null);
        assertThat(unknown.status()).as(unknown.text()).isEqualTo(400);
    }

    @Test
    @Requirement("NUT-17")
    void a_forced_shutdown_is_confirmed_and_reaches_the_server() {
        assertThat(command("fsd", "rack1").json().path("code").asText())
                .isEqualTo("confirm_required");
        String id = done(walnut.get("api/ups/rack1")).path("id").asText();
        assertThat(command("fsd", id).json().path("code").asText()).isEqualTo("not_armed");
        done(walnut.post("api/system/arm", "{\"reason\":\"drill\",\"confirm\":\"ARM\"}"));
        HomeServer.Answer refused = command("fsd", id);
        assertThat(refused.status()).as("the user is no upsmon: " + refused.text()).isEqualTo(502);
        assertThat(refused.json().path("code").asText()).isEqualTo("target_failed");
        assertThat(refused.json().path("detail").asText()).contains("ACCESS-DENIED");
        done(command("load.off", id));
        assertThat(walnut.upsHeard()).contains("load.off");
    }

    @Test
    @Requirement("NUT-25")
    void a_server_that_does_not_answer_is_told_as_such() {
        walnut.silenceUps();

        HomeServer.Answer late = walnut.get("api/ups/rack1/variables");

        assertThat(late.status()).as(late.text()).isEqualTo(504);
        assertThat(late.json().path("code").asText()).isEqualTo("target_timeout");
    }

    private HomeServer.Answer command(String command, String confirm) {
        return walnut.post(
                "api/ups/rack1/commands",
                confirm == null
                        ? "{\"command\":\"" + command + "\"}"
                        : "{\"command\":\"" + command + "\",\"confirm\":\"" + confirm + "\"}");
    }
}
