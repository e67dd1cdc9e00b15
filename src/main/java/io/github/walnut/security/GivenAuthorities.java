package io.github.walnut.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Believes certificates below those of a file, by chain and by name. */
public final class GivenAuthorities {

    private GivenAuthorities() {}

    /**
     * @param file of PEM certificates: authorities, or a server's own that nobody else signed
     * @throws ServerCertificate.Unusable when there is none in it
     */
    public static SSLContext in(Path file) throws ServerCertificate.Unusable {
        return context(ServerCertificate.chain(file));
    }

    /**
     * For those who show who they are besides.
     *
     * @param pem certificates as above, or null for the authorities that Java knows
     * @param own what is shown, or null for nothing
     * @throws IllegalArgumentException when they cannot be read
     */
    public static SSLContext in(String pem, ClientCertificate own) {
        return ExactTrust.context(
                own == null ? null : own.managers(), pem == null ? null : trust(certificates(pem)));
    }

    static Collection<? extends Certificate> certificates(String pem) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("expected certificates in PEM", e);
        }
    }

    private static SSLContext context(Collection<? extends Certificate> authorities) {
        return ExactTrust.context(trust(authorities));
    }

    private static TrustManager trust(Collection<? extends Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate : authorities) {
                store.setCertificateEntry("ca-" + store.size(), certificate);
            }
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("Every Java platform has key stores", e);
        }
    }
}
