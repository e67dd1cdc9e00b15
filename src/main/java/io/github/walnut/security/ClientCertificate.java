package io.github.walnut.security;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** What walNUT shows to a TLS server that asks who it is: a certificate and its key. */
public final class ClientCertificate {

    private static final char[] IN_MEMORY = new char[0];

    private final X509Certificate[] chain;
    private final PrivateKey key;

    private ClientCertificate(X509Certificate[] chain, PrivateKey key) {
        this.chain = chain;
        this.key = key;
    }

    /**
     * @param certificates in PEM, the own one first
     * @param key in PEM, as {@link PemKey} reads it
     * @throws IllegalArgumentException when they cannot be read, or are not of one pair
     */
    public static ClientCertificate of(String certificates, String key) {
        X509Certificate[] chain =
                GivenAuthorities.certificates(certificates).stream()
                        .map(X509Certificate.class::cast)
                        .toArray(X509Certificate[]::new);
        PrivateKey secret = PemKey.read(key);
        if (chain.length == 0 || !PemKey.belongs(secret, chain[0])) {
            throw new IllegalArgumentException(
                    "expected the key of the certificate, got another one");
        }
        return new ClientCertificate(chain, secret);
    }

    KeyManager[] managers() {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setKeyEntry("own", key, IN_MEMORY, (Certificate[]) chain);
            KeyManagerFactory factory =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, IN_MEMORY);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("Every Java platform has key stores", e);
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "the certificate of " + chain[0].getSubjectX500Principal();
    }
}
