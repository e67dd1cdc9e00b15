package io.github.walnut.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.peers.RealPeer;
import io.github.walnut.peers.RealUpsd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NUT over TLS against the upsd of the distribution, whose TLS is NSS. */
@RealPeer({RealUpsd.UPSD, RealUpsd.DUMMY_UPS, "certutil", "pk12util", "openssl"})
class NutTlsIT {

    private static final Duration SOON = TestLimits.WAIT;

    @TempDir private Path folder;

    @Test
    @Requirement("NUT-30")
    void samples_come_over_tls_and_clear_text_is_refused_from_then_on() throws Exception {
        try (RealUpsd upsd = RealUpsd.with("rack1").tls().start()) {
            Map<String, String> environment = new HashMap<>(Scene.nut(upsd));
            environment.put("NUT_TLS", "required");
            try (RunningWalnut walnut = RunningWalnut.installed(folder, environment)) {
                await().atMost(SOON)
                        .untilAsserted(
                                () -> {
                                    JsonNode ups = walnut.get("api/ups").at("/items/0");
                                    assertThat(ups.path("state").asText()).isEqualTo("on_mains");
                                    assertThat(ups.path("battery_percent").asInt()).isEqualTo(100);
                                });
                upsd.stopServer();
                try (ClearTextUpsd stranger = ClearTextUpsd.on(upsd.port())) {
                    await().atMost(SOON).until(() -> told(walnut, "tls_downgrade"));
                    assertThat(stranger.heard(StandardCharsets.UTF_8))
                            .contains("STARTTLS")
                            .doesNotContain("LIST VAR", "PASSWORD", Scene.NUT_PASSWORD);
                }
            }
        }
    }

    private static boolean told(RunningWalnut walnut, String name) throws IOException {
        for (JsonNode event : walnut.get("api/events?limit=200").path("items")) {
            if (event.path("name").asText().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
