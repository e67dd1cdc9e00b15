package io.github.walnut.component.device;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Locale;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * By chain: a CA that the host's settings give, else those of the JDK, and the name must match. Not
 * by chain: exactly the certificate whose SHA-256 is pinned, and none without a pin.
 *
 * @param pin hex digits in lower case, or null
 */
record TlsTrust(boolean byChain, String caPem, String pin) {

    static TlsTrust of(DeviceSettings tls) {
        String pin = tls.text("pin_sha256");
        return new TlsTrust(
                tls.flag("verify", true),
                tls.text("ca_pem"),
                pin == null ? null : pin.replace(":", "").toLowerCase(Locale.ROOT));
    }

    X509TrustManager manager() throws DeviceException {
        return new PinnedTrust(byChain ? chain() : null, pin);
    }

    private X509TrustManager chain() throws DeviceException {
        try {
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(caPem == null || caPem.isBlank() ? null : givenCas());
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .map(X509TrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException | IOException unreadable) {
            throw DeviceException.of(
                    "validation",
                    "ca_unreadable",
                    "The given CA certificate cannot be read.",
                    unreadable);
        }
    }

    private KeyStore givenCas() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int count = 0;
        for (Certificate certificate :
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(
                                new ByteArrayInputStream(
                                        caPem.getBytes(StandardCharsets.US_ASCII)))) {
            store.setCertificateEntry("ca-" + count++, certificate);
        }
        return store;
    }
}
