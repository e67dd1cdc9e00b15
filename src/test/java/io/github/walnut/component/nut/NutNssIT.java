package io.github.walnut.component.nut;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.peers.RealPeer;
import io.github.walnut.peers.RealUpsd;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS against a real upsd, which Debian builds with NSS. */
@RealPeer({RealUpsd.UPSD, RealUpsd.DUMMY_UPS, "upsrw", "certutil", "pk12util", "openssl"})
class NutNssIT {

    private static final String QUICK = "?delay=500&fastDelay=0";

    @TempDir Path folder;

    private final Events events = new Events();
    private final NutTlsMemory memory = NutTlsMemory.transientMemory();

    @Test
    @Requirement({"NUT-30", "NUT-31", "NUT-32"})
    void believes_its_authority_and_refuses_a_changed_certificate_or_a_downgrade()
            throws Exception {
        try (RealUpsd upsd = RealUpsd.with("rack1").tls().start()) {
            try (Received trusted =
                    from(
                            upsd,
                            "&tls=required&tlsTrust=ca&sslContextParameters=#ssl",
                            trusting(upsd))) {
                assertThat(Received.variables(trusted.firstGood()))
                        .containsEntry("ups.status", "OL");
                assertThat(events.first(NutServerEvent.TlsState.class).active()).isTrue();
            }
            String pin = memory.find(server(upsd)).orElseThrow();

            try (Received wrong =
                    from(
                            upsd,
                            "&tls=required&tlsTrust=pin&tlsPin=" + "00".repeat(32),
                            trusting(upsd))) {
                assertThat(wrong.firstFailed().getHeader(NutConstants.ERROR)).isEqualTo("TLS");
            }
            upsd.renewCertificate();
            try (Received changed = from(upsd, "", trusting(upsd))) {
                assertThat(changed.firstFailed().getHeader(NutConstants.ERROR)).isEqualTo("TLS");
                assertThat(events.first(NutServerEvent.TlsCertificateChanged.class).remembered())
                        .isEqualTo(pin);
            }
        }
    }

    @Test
    @Requirement("NUT-30")
    void refuses_a_server_that_has_lost_its_certificate() throws Exception {
        try (RealUpsd upsd = RealUpsd.with("rack1").start()) {
            memory.save(server(upsd), "00".repeat(32));
            try (Received received =
                    Received.from(uri(upsd, ""), "events", events, "memory", memory)) {
                assertThat(received.firstFailed().getHeader(NutConstants.ERROR)).isEqualTo("TLS");
                events.first(NutServerEvent.TlsDowngrade.class);
            }
        }
    }

    private Received from(RealUpsd upsd, String options, SSLContextParameters ssl)
            throws Exception {
        return Received.from(uri(upsd, options), "events", events, "memory", memory, "ssl", ssl);
    }

    private static String uri(RealUpsd upsd, String options) {
        return "nut:rack1@" + upsd.host() + ":" + upsd.port() + QUICK + options;
    }

    private static NutServer server(RealUpsd upsd) {
        return new NutServer(upsd.host(), upsd.port());
    }

    private SSLContextParameters trusting(RealUpsd upsd) throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        try (InputStream in = Files.newInputStream(upsd.authority())) {
            trust.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        Path file = Files.createTempFile(folder, "trust", ".p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            trust.store(out, "changeit".toCharArray());
        }
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + file);
        store.setType("PKCS12");
        store.setPassword("changeit");
        TrustManagersParameters managers = new TrustManagersParameters();
        managers.setKeyStore(store);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(managers);
        return parameters;
    }
}
