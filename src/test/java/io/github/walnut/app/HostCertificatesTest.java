package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.peers.TestCertificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host whose certificate ends soon, and what is told of it. */
class HostCertificatesTest {

    private static final Duration SOON = TestLimits.WAIT;

    @TempDir private Path folder;
    private final ObjectMapper json = new ObjectMapper();
    private TestCertificate certificate;
    private HttpsServer server;
    private HomeServer walnut;

    @BeforeEach
    void start() throws Exception {
        certificate = TestCertificate.forLoopback(folder);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
        walnut = new HomeServer(folder, Map.of());
    }

    @AfterEach
    void stop() {
        walnut.close();
        server.stop(0);
    }

    @Test
    @Requirement({"INT-23", "INT-24", "INT-21"})
    void a_certificate_that_ends_within_a_month_degrades_the_host_and_is_told() {
        ObjectNode host = json.createObjectNode();
        host.put("id", "box").put("type_id", "generic.http").put("name", "Box");
        host.putObject("config")
                .put("base_url", "https://127.0.0.1:" + server.getAddress().getPort())
                .put("ca_pem", certificate.pem());
        done(walnut.post("api/integrations", host.toString()));

        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(state().path("state").asText())
                                        .as(state().toString())
                                        .isEqualTo("degraded"));
        assertThat(state().path("state_reason").asText())
                .startsWith("expires_soon: the certificate CN=127.0.0.1 is good until ");
        JsonNode shown = done(walnut.get("api/integrations/box/health")).path("certificates");
        assertThat(shown).hasSize(1);
        assertThat(shown.at("/0/subject").asText()).isEqualTo("CN=127.0.0.1");
        assertThat(shown.at("/0/days_left").asInt()).isEqualTo(29);
        JsonNode tested = done(walnut.post("api/integrations/box/test", ""));
        assertThat(tested.at("/details/certificate/subject").asText()).isEqualTo("CN=127.0.0.1");
        assertThat(state().path("state").asText()).isEqualTo("degraded");
    }

    private JsonNode state() {
        return done(walnut.get("api/hosts/box"));
    }
}
