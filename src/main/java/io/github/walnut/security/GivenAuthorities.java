package io.github.walnut.security;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Believes certificates below those of a file, by chain and by name. */
public final class GivenAuthorities {

    private GivenAuthorities() {}

    /**
     * @param file of PEM certificates: authorities, or a server's own that nobody else signed
     * @throws ServerCertificate.Unusable when there is none in it
     */
    public static SSLContext in(Path file) throws ServerCertificate.Unusable {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate certificate : ServerCertificate.chain(file)) {
                store.setCertificateEntry("ca-" + store.size(), certificate);
            }
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return ExactTrust.context(factory.getTrustManagers()[0]);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("Every Java platform has key stores", e);
        }
    }
}
