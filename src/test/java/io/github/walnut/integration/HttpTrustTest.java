package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.walnut.Requirement;
import io.github.walnut.inventory.Host;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom generic.http trusts, against a server with a certificate of its own. */
@Requirement("INT-39")
class HttpTrustTest {

    private static final String PASSWORD = "changeit";

    @TempDir static Path folder;

    private static DriverBench bench;
    private static HttpsServer server;
    private static Certificate certificate;

    @BeforeAll
    static void start() throws Exception {
        bench = DriverBench.start();
        KeyStore keys = selfSigned();
        certificate = keys.getCertificate("peer");
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
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
        String pin =
                HexFormat.of()
                        .formatHex(
                                MessageDigest.getInstance("SHA-256")
                                        .digest(certificate.getEncoded()));
        assertThat(test(Map.of("verify_tls", false, "tls_pin_sha256", pin)).error()).isNull();
        assertThat(
                        test(Map.of("verify_tls", false, "tls_pin_sha256", "0".repeat(64)))
                                .error()
                                .errorClass())
                .isEqualTo(ErrorClass.UNTRUSTED);
    }

    @Test
    void a_given_authority_is_trusted() throws Exception {
        String pem =
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder(64, "\n".getBytes())
                                .encodeToString(certificate.getEncoded())
                        + "\n-----END CERTIFICATE-----\n";
        assertThat(test(Map.of("ca_pem", pem)).error()).isNull();
    }

    private static DriverResult test(Map<String, Object> trust) {
        Map<String, Object> config = new HashMap<>(trust);
        config.put("base_url", "https://127.0.0.1:" + server.getAddress().getPort());
        Host host = bench.host("tls", "generic.http", config);
        return bench.call(Mode.HEARTBEAT, host, null, null, null, Map.of());
    }

    private static KeyStore selfSigned() throws Exception {
        Path file = folder.resolve("keys.p12");
        Path log = folder.resolve("keytool.txt");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "peer",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=127.0.0.1",
                                "-ext",
                                "SAN=IP:127.0.0.1",
                                "-validity",
                                "30",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                PASSWORD)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        assertThat(keytool.waitFor()).as(Files.readString(log)).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(file)) {
            keys.load(stream, PASSWORD.toCharArray());
        }
        return keys;
    }
}
