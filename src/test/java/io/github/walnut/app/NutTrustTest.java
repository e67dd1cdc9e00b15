package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.JSON;
import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.peers.TestCertificate;
import io.github.walnut.simulation.ScenarioReader;
import io.github.walnut.simulation.SimulatedNutServer;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By what the certificate of a NUT server is believed, and what to do when it is renewed. */
class NutTrustTest {

    private static final Duration SOON = TestLimits.WAIT;
    private static final String UPS = "ups: [{name: north, variables: {ups.status: OL}}]";

    @TempDir private Path folder;

    private TestCertificate certificate(String name) throws Exception {
        return TestCertificate.forLoopback(Files.createDirectory(folder.resolve(name)));
    }

    private static SimulatedNutServer upsd(int port, SSLContext tls) throws Exception {
        return await().atMost(SOON)
                .ignoreException(
                        BindException.class) // somebody's own end may have the port just now
                .until(() -> listening(port, tls), Objects::nonNull)
                .start();
    }

    private static SimulatedNutServer listening(int port, SSLContext tls) throws Exception {
        return new SimulatedNutServer(
                new ScenarioReader().read(UPS),
                InetAddress.getLoopbackAddress(),
                port,
                tls,
                1,
                step -> {});
    }

    private static void becomes(HomeServer walnut, String state) {
        await().atMost(SOON)
                .until(() -> lab(walnut), server -> server.path("state").asText().equals(state));
    }

    private static JsonNode lab(HomeServer walnut) {
        return done(walnut.get("api/nut/servers/lab"));
    }

    private static HomeServer.Answer put(HomeServer walnut, int port, String members) {
        String body = "{\"host\":\"127.0.0.1\",\"port\":%d%s}".formatted(port, members);
        return walnut.send("PUT", "api/nut/servers/lab", body, JSON);
    }

    private static HomeServer.Answer trust(HomeServer walnut, String fingerprint) {
        return walnut.post("api/nut/servers/lab/trust", "{\"fingerprint\":" + fingerprint + "}");
    }

    @Test
    @Requirement({"NUT-30", "NUT-31"})
    void a_renewed_certificate_is_refused_until_it_is_accepted_and_tls_that_went_away_too()
            throws Exception {
        TestCertificate before = certificate("before");
        TestCertificate after = certificate("after");
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            int port;
            try (SimulatedNutServer upsd = upsd(0, before.context())) {
                port = upsd.port();
                String server = "{\"id\":\"lab\",\"host\":\"127.0.0.1\",\"port\":%d}";
                JsonNode made = done(walnut.post("api/nut/servers", server.formatted(port)));
                assertThat(made.path("tls_trust").asText()).isEqualTo("first-use");
                assertThat(made.path("tls_pin").isNull()).isTrue();
                becomes(walnut, "connected");
                assertThat(lab(walnut).path("tls_state").asText()).isEqualTo("tls");
            }
            try (SimulatedNutServer upsd = upsd(port, after.context())) {
                becomes(walnut, "error");
                await().atMost(SOON)
                        .until(() -> walnut.happened().contains("tls_certificate_changed"));
                assertThat(lab(walnut).path("last_error").asText()).contains("TLS");
                done(trust(walnut, "\"" + after.sha256().toUpperCase() + "\""));
                becomes(walnut, "connected");
            }
            try (SimulatedNutServer upsd = upsd(port, null)) {
                becomes(walnut, "error");
                await().atMost(SOON).until(() -> walnut.happened().contains("tls_downgrade"));
                done(trust(walnut, "null"));
                becomes(walnut, "connected");
                assertThat(lab(walnut).path("tls_state").asText()).isEqualTo("none");
            }
            assertThat(walnut.audit())
                    .filteredOn(row -> row.action().equals("nut-server-trust"))
                    .extracting(row -> row.object() + " " + row.outcome() + " " + row.diff())
                    .containsExactly(
                            "lab ok {fingerprint=null}",
                            "lab ok {fingerprint=" + after.sha256() + "}");
        }
    }

    @Test
    @Requirement({"NUT-1", "NUT-31"})
    void a_server_is_believed_by_the_pin_of_its_record_and_by_no_other() throws Exception {
        TestCertificate right = certificate("right");
        try (HomeServer walnut = new HomeServer(folder, Map.of());
                SimulatedNutServer upsd = upsd(0, right.context())) {
            String wrong = ",\"tls\":\"required\",\"tls_trust\":\"pin\",\"tls_pin\":\"%s\"";
            String server = "{\"id\":\"lab\",\"host\":\"127.0.0.1\",\"port\":%d%s}";
            done(
                    walnut.post(
                            "api/nut/servers",
                            server.formatted(upsd.port(), wrong.formatted("ab".repeat(32)))));
            becomes(walnut, "error");
            JsonNode pinned = done(put(walnut, upsd.port(), wrong.formatted(right.sha256())));
            assertThat(pinned.path("tls_trust").asText()).isEqualTo("pin");
            assertThat(pinned.path("tls_pin").asText()).isEqualTo(right.sha256());
            becomes(walnut, "connected");

            for (String bad :
                    new String[] {
                        ",\"tls_trust\":\"pin\"",
                        ",\"tls_trust\":\"blindly\"",
                        ",\"tls_trust\":\"pin\",\"tls_pin\":\"abc\"",
                        ",\"tls\":\"required\",\"tls_trust\":\"none\""
                    }) {
                HomeServer.Answer refused = put(walnut, upsd.port(), bad);
                assertThat(refused.json().path("code").asText()).isEqualTo("invalid_request");
            }
            assertThat(lab(walnut).path("version")).isEqualTo(pinned.path("version"));
        }
    }
}
