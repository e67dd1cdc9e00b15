package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.simulation.ScenarioReader;
import io.github.walnut.simulation.SimulatedNutServer;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and passwords that something else than a NUT server could want to read. */
class NutCredentialsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{env:PATH}}-canary",
                "{{walnut.http.host}}-canary",
                "canary-{{",
                "${sys.user.home}-canary",
                "#bean:canary",
                "RAW(canary)",
                "canary&tls=off?x=%25"
            })
    @Requirement("SEC-51")
    void a_server_is_told_name_and_password_as_they_were_given(String word) throws Exception {
        String scenario =
                """
                ups:
                  - name: rack2
                    variables: {ups.status: OL, battery.charge: "100"}
                    commands: [beeper.mute]
                users:
                  - {name: %s, password: %s, admin: true}
                """
                        .formatted(JSON.writeValueAsString(word), JSON.writeValueAsString(word));
        try (SimulatedNutServer second =
                        new SimulatedNutServer(
                                new ScenarioReader().read(scenario),
                                InetAddress.getLoopbackAddress(),
                                0,
                                null,
                                1,
                                step -> {});
                HomeServer walnut = new HomeServer(folder, Map.of())) {
            ObjectNode server = JSON.createObjectNode();
            server.put("id", "second").put("host", "127.0.0.1");
            server.put("port", second.start().port());
            server.put("username", word).put("password", word);
            done(walnut.post("api/nut/servers", server.toString()));
            String ups =
                    await().atMost(TestLimits.WAIT)
                            .until(() -> rack2(walnut), found -> !found.isEmpty());
            done(
                    walnut.post(
                            "api/ups/"
                                    + URLEncoder.encode(ups, StandardCharsets.UTF_8)
                                    + "/commands",
                            "{\"command\":\"beeper.mute\"}"));
            assertThat(second.ups("rack2").commandsHeard()).contains("beeper.mute");
        }
    }

    private static String rack2(HomeServer walnut) {
        for (var ups : walnut.get("api/ups").json().path("items")) {
            if (ups.path("id").asText().startsWith("rack2@")) {
                return ups.path("id").asText();
            }
        }
        return "";
    }
}
