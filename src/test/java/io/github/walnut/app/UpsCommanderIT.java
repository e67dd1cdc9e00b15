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
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Variables and commands at a real upsd. */
@RealPeer({RealUpsd.UPSD, RealUpsd.DUMMY_UPS})
class UpsCommanderIT {

    @TempDir private Path folder;

    @Test
    @Requirement({"NUT-15", "NUT-16"})
    void a_real_server_shows_what_can_be_set_takes_it_and_refuses_the_rest() throws Exception {
        try (RealUpsd upsd = RealUpsd.with("rack1").start();
                HomeServer walnut =
                        new HomeServer(
                                folder,
                                Map.of(
                                        "NUT_HOST",
                                        upsd.host(),
                                        "NUT_PORT",
                                        Integer.toString(upsd.port()),
                                        "NUT_USERNAME",
                                        "admin",
                                        "NUT_PASSWORD",
                                        "canary-adminpass"))) {
            await().atMost(TestLimits.WAIT)
                    .until(() -> walnut.get("api/ups").json().toString().contains("rack1"));
            JsonNode items = done(walnut.get("api/ups/rack1/variables")).path("items");
            assertThat(items.findValuesAsText("name")).contains("ups.status", "battery.charge");
            assertThat(items.findValuesAsText("rw")).contains("true");
            JsonNode answer =
                    done(
                            walnut.send(
                                    "PUT",
                                    "api/ups/rack1/variables/battery.charge",
                                    "{\"value\":\"77\"}",
                                    JSON));
            assertThat(answer.path("result").asText()).isIn("SUCCESS", "DELIVERED");
            assertThat(answer.path("old_value").isTextual()).isTrue();
            await().atMost(TestLimits.WAIT)
                    .until(
                            () ->
                                    upsd.ask("GET VAR rack1 battery.charge")
                                            .equals("VAR rack1 battery.charge \"77\""));
            HomeServer.Answer refused =
                    walnut.post("api/ups/rack1/commands", "{\"command\":\"beeper.mute\"}");
            assertThat(refused.status()).as(refused.text()).isIn(400, 502);
            assertThat(refused.json().path("detail").asText()).contains("beeper.mute");
        }
    }
}
