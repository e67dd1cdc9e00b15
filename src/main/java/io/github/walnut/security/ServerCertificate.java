package io.github.walnut.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

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

    private static final Pattern BLOCK =
            Pattern.compile(
                    "-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----(.*?)-----END \\1-----",
                    Pattern.DOTALL);
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    /**
     * Reads PEM files: certificates (RFC 7468), and a key without a passphrase in the form of PKCS
     * #8, PKCS #1 or SEC 1.
     *
     * @throws Unusable also when key and certificate are not of one pair
     */
    public static ServerCertificate read(Path certificate, Path key) throws Unusable {
        List<X509Certificate> chain = chain(certificate);
        PrivateKey secret = key(key);
        if (!pair(secret, chain.get(0))) {
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
            Matcher block = BLOCK.matcher(text(file));
            if (!block.find()) {
                throw new Unusable(true, "expected a PEM private key, got none in " + file, null);
            }
            if (block.group().contains("ENCRYPTED")) {
                throw new Unusable(
                        true, "expected a key without a passphrase, got one with in " + file, null);
            }
            byte[] content = Base64.getMimeDecoder().decode(block.group(2));
            PKCS8EncodedKeySpec spec =
                    switch (block.group(1)) {
                        case "RSA PRIVATE KEY" -> rsa(content);
                        case "EC PRIVATE KEY" -> ec(content);
                        default -> new PKCS8EncodedKeySpec(content);
                    };
            return key(spec, file);
        } catch (IOException e) {
            throw new Unusable(true, "expected a readable file, got " + file, e);
        } catch (IllegalArgumentException e) {
            throw new Unusable(
                    true, "expected a PEM private key, got something else in " + file, e);
        }
    }

    private static PrivateKey key(PKCS8EncodedKeySpec spec, Path file) throws Unusable {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException other) {
                // a key of another kind; said below when no kind fits
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Every Java platform has " + algorithm, e);
            }
        }
        throw new Unusable(
                true, "expected a key of RSA, EC or Ed25519, got another one in " + file, null);
    }

    private static PKCS8EncodedKeySpec rsa(byte[] pkcs1) throws IOException {
        return new PKCS8EncodedKeySpec(
                new PrivateKeyInfo(
                                new AlgorithmIdentifier(
                                        PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                                RSAPrivateKey.getInstance(pkcs1))
                        .getEncoded());
    }

    private static PKCS8EncodedKeySpec ec(byte[] sec1) throws IOException {
        ECPrivateKey key = ECPrivateKey.getInstance(sec1);
        return new PKCS8EncodedKeySpec(
                new PrivateKeyInfo(
                                new AlgorithmIdentifier(
                                        X9ObjectIdentifiers.id_ecPublicKey,
                                        key.getParametersObject()),
                                key)
                        .getEncoded());
    }

    private static boolean pair(PrivateKey key, X509Certificate certificate) {
        try {
            String algorithm =
                    switch (key.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> key.getAlgorithm();
                    };
            byte[] probe = "walNUT".getBytes(StandardCharsets.US_ASCII);
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(probe);
            byte[] signature = signing.sign();
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certificate.getPublicKey());
            verifying.update(probe);
            return verifying.verify(signature);
        } catch (GeneralSecurityException ofOtherKinds) {
            return false;
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
