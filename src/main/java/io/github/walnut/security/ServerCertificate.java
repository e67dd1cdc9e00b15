package io.github.walnut.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/**
 * What a TLS server shows: its certificate with those above it, and the key that belongs to it.
 *
 * @param chain the server's own certificate first
 */
public record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {

    /** Which of the files does not serve; the message ends a sentence: "expected …, got …". */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;
        private final boolean ofKey;

        Unusable(boolean ofKey, String message, Throwable cause) {
            super(message, cause);
            this.ofKey = ofKey;
        }

        /** Whether it is the key's file, not the certificate's. */
        public boolean ofKey() {
            return ofKey;
        }
    }

    /**
     * Reads PEM files: certificates (RFC 7468), and a key without a passphrase in the form of PKCS
     * #8, PKCS #1 or SEC 1.
     *
     * @throws Unusable also when key and certificate are not of one pair
     */
    public static ServerCertificate read(Path certificate, Path key) throws Unusable {
        List<X509Certificate> chain = chain(certificate);
        PrivateKey secret = key(key);
        if (!PemKey.belongs(secret, chain.get(0))) {
            throw new Unusable(
                    true,
                    "expected the key of the certificate in "
                            + certificate
                            + ", got another one in "
                            + key,
                    null);
        }
        return new ServerCertificate(chain, secret);
    }

    /**
     * The certificates of a PEM file, at least one.
     *
     * @throws Unusable of the certificate
     */
    public static List<X509Certificate> chain(Path file) throws Unusable {
        try {
            String text = text(file);
            int begin = text.indexOf("-----BEGIN CERTIFICATE-----");
            Collection<? extends Certificate> found =
                    begin < 0
                            ? List.of()
                            : CertificateFactory.getInstance("X.509")
                                    .generateCertificates(
                                            new ByteArrayInputStream(
                                                    text.substring(begin)
                                                            .getBytes(StandardCharsets.US_ASCII)));
            if (found.isEmpty()) {
                throw new Unusable(false, "expected a PEM certificate, got none in " + file, null);
            }
            return found.stream().map(X509Certificate.class::cast).toList();
        } catch (IOException e) {
            throw new Unusable(false, "expected a readable file, got " + file, e);
        } catch (GeneralSecurityException e) {
            throw new Unusable(
                    false, "expected PEM certificates, got something else in " + file, e);
        }
    }

    private static PrivateKey key(Path file) throws Unusable {
        try {
            return PemKey.read(text(file));
        } catch (IOException e) {
            throw new Unusable(true, "expected a readable file, got " + file, e);
        } catch (IllegalArgumentException e) {
            throw new Unusable(true, e.getMessage() + " in " + file, e);
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "the certificate of " + chain.get(0).getSubjectX500Principal();
    }
}
