package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.walnut.Requirement;
import io.github.walnut.inventory.Host;
import io.github.walnut.peers.TestCertificate;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom generic.http trusts, against a server with a certificate of its own. */
@Requirement("INT-39")
class HttpTrustTest {

    @TempDir static Path folder;

    private static DriverBench bench;
    private static HttpsServer server;
    private static TestCertificate certificate;

    @BeforeAll
    static void start() throws Exception {
        bench = DriverBench.start();
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
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        bench.close();
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_untrusted() {
        assertThat(test(Map.of()).error().errorClass()).isEqualTo(ErrorClass.UNTRUSTED);
    }

    @Test
    void switching_the_check_off_without_a_pin_trusts_nothing() {
        assertThat(test(Map.of("verify_tls", false)).error().errorClass())
                .isEqualTo(ErrorClass.UNTRUSTED);
    }

    @Test
    void the_pinned_certificate_is_trusted_and_no_other() throws Exception {
        String pin = certificate.sha256();
        assertThat(test(Map.of("verify_tls", false, "tls_pin_sha256", pin)).error()).isNull();
        assertThat(
                        test(Map.of("verify_tls", false, "tls_pin_sha256", "0".repeat(64)))
                                .error()
                                .errorClass())
                .isEqualTo(ErrorClass.UNTRUSTED);
    }

    @Test
    void a_given_authority_is_trusted() {
        assertThat(test(Map.of("ca_pem", certificate.pem())).error()).isNull();
    }

    private static DriverResult test(Map<String, Object> trust) {
        Map<String, Object> config = new HashMap<>(trust);
        config.put("base_url", "https://127.0.0.1:" + server.getAddress().getPort());
        Host host = bench.host("tls", "generic.http", config);
        return bench.call(Mode.HEARTBEAT, host, null, null, null, Map.of());
    }
}
