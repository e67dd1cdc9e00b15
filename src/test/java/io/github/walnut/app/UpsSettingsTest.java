package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.ups.Threshold;
import io.github.walnut.ups.UpsConfig;
import io.github.walnut.ups.UpsState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpsSettingsTest {

    @TempDir private Path folder;

    @Test
    @Requirement({"NUT-67", "NUT-72"})
    void what_is_set_of_one_ups_is_about_that_one_in_any_case_of_its_letters() {
        UpsSettings settings = new UpsSettings();
        UpsConfig usual = UpsConfig.defaults();
        settings.put(
                "Rack@lab",
                Map.of(
                        "dead_on_battery",
                        false,
                        "comm_loss_critical",
                        List.of("bypass", "off"),
                        "thresholds",
                        List.of(
                                Map.of(
                                        "metric",
                                        "temperature_c",
                                        "op",
                                        ">",
                                        "value",
                                        40,
                                        "for",
                                        "1m",
                                        "severity",
                                        "error",
                                        "on_battery_only",
                                        true))));

        UpsConfig own = settings.of("rack@LAB", usual);
        assertThat(own.critical().deadOnBattery()).isFalse();
        assertThat(own.critical().commLossCritical())
                .containsExactlyInAnyOrder(UpsState.BYPASS, UpsState.OFF);
        assertThat(own.critical().deadTime()).isEqualTo(usual.critical().deadTime());
        assertThat(own.thresholds())
                .containsExactly(
                        new Threshold(
                                "temperature_c",
                                Threshold.Op.GT,
                                40,
                                Duration.ofMinutes(1),
                                io.github.walnut.ups.Severity.ERROR,
                                true));
        assertThat(settings.of("other@lab", usual)).isSameAs(usual);
        settings.put("rack@lab", Map.of());
        assertThat(settings.of("rack@lab", usual)).isSameAs(usual);
    }

    @Test
    @Requirement({"NUT-72", "API-20", "API-70"})
    void a_ups_is_named_and_watched_as_a_person_says_also_after_a_restart() throws Exception {
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            String path = "api/ups/rack1";
            await().atMost(TestLimits.WAIT)
                    .until(() -> walnut.get(path).json().path("battery_percent").asInt() == 100);
            JsonNode forecast = done(walnut.get(path + "/forecast"));
            assertThat(forecast.path("source").asText()).isEqualTo("device");
            assertThat(forecast.path("runtime_seconds").asInt()).isEqualTo(900);
            assertThat(forecast.path("battery_empty_at").isNull()).isTrue();
            assertThat(forecast.path("plans")).isEmpty();

            JsonNode named =
                    patched(
                            walnut,
                            """
                            {"display_name":"Rack in the hall","dead_on_battery":false,
                             "thresholds":[{"metric":"charge_pct","op":">","value":50,"severity":"error"}]}
                            """);
            assertThat(named.path("display_name").asText()).isEqualTo("Rack in the hall");
            assertThat(named.at("/settings/dead_on_battery").isBoolean()).isTrue();
            int version = named.path("version").asInt();
            await().atMost(TestLimits.WAIT)
                    .until(() -> !walnut.events("threshold_crossed").isEmpty());
            assertThat(walnut.events("threshold_crossed").get(0).path("severity").asText())
                    .isEqualTo("error");

            refused(walnut, "{\"hold\":\"yes\"}", "invalid_request");
            refused(walnut, "{\"comm_loss_critical\":[\"on_mains\"]}", "invalid_request");
            refused(
                    walnut,
                    "{\"thresholds\":[{\"metric\":\"mood\",\"op\":\">\",\"value\":1,\"for\":\"soon\"}]}",
                    "validation");

            walnut.restart(Map.of());
            JsonNode again = done(walnut.get(path));
            assertThat(again.path("display_name").asText()).isEqualTo("Rack in the hall");
            assertThat(again.at("/settings/thresholds/0/value").asInt()).isEqualTo(50);
            JsonNode plain =
                    patched(
                            walnut,
                            "{\"display_name\":null,\"thresholds\":null,\"dead_on_battery\":null}");
            assertThat(plain.path("display_name").asText()).isEqualTo("rack1");
            assertThat(plain.path("settings")).isEmpty();
            assertThat(plain.path("version").asInt()).isEqualTo(version + 1);
            assertThat(walnut.audit())
                    .filteredOn(row -> row.action().equals("ups-update"))
                    .extracting(row -> row.object() + " " + row.outcome())
                    .contains("rack1 ok", "rack1 validation");
        }
    }

    private static JsonNode patched(HomeServer walnut, String body) {
        return done(walnut.send("PATCH", "api/ups/rack1", body, HomeServer.JSON));
    }

    private static void refused(HomeServer walnut, String body, String code) {
        HomeServer.Answer answer = walnut.send("PATCH", "api/ups/rack1", body, HomeServer.JSON);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("code").asText()).isEqualTo(code);
    }
}
