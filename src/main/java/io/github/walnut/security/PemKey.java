package io.github.walnut.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
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

/** Private keys in PEM (RFC 7468) without a passphrase: PKCS #8, PKCS #1 or SEC 1. */
public final class PemKey {

    private static final Pattern BLOCK =
            Pattern.compile(
                    "-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----(.*?)-----END \\1-----",
                    Pattern.DOTALL);
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private PemKey() {}

    /**
     * The first key in the text.
     *
     * @throws IllegalArgumentException when there is none of use; "expected …, got …"
     */
    public static PrivateKey read(String text) {
        Matcher block = BLOCK.matcher(text);
        if (!block.find()) {
            throw new IllegalArgumentException("expected a PEM private key, got none");
        }
        if (block.group().contains("ENCRYPTED")) {
            throw new IllegalArgumentException("expected a key without a passphrase, got one with");
        }
        return key(spec(block.group(1), block.group(2)));
    }

    private static PKCS8EncodedKeySpec spec(String label, String base64) {
        try {
            byte[] content = Base64.getMimeDecoder().decode(base64);
            return switch (label) {
                case "RSA PRIVATE KEY" -> rsa(content);
                case "EC PRIVATE KEY" -> ec(content);
                default -> new PKCS8EncodedKeySpec(content);
            };
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("expected a PEM private key, got something else", e);
        }
    }

    private static PrivateKey key(PKCS8EncodedKeySpec spec) {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException other) {
                // a key of another kind; said below when no kind fits
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Every Java platform has " + algorithm, e);
            }
        }
        throw new IllegalArgumentException("expected a key of RSA, EC or Ed25519, got another one");
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

    /** Whether what the key signs is believed by the certificate. */
    public static boolean belongs(PrivateKey key, X509Certificate certificate) {
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
}
