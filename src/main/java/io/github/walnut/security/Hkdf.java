package io.github.walnut.security;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** Derives one 32-byte key per purpose from the one secret (HKDF-SHA256, RFC 5869, no salt). */
public final class Hkdf {

    private final byte[] secret;

    public Hkdf(byte[] secret) {
        if (secret.length < 32) {
            throw new IllegalArgumentException(
                    "the secret has " + secret.length + " bytes, expected at least 32");
        }
        this.secret = secret.clone();
    }

    /**
     * @param purpose text of its own for each use, for example {@code walnut jwt v1}
     */
    public byte[] key(String purpose) {
        HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
        generator.init(new HKDFParameters(secret, null, purpose.getBytes(StandardCharsets.UTF_8)));
        byte[] key = new byte[32];
        generator.generateBytes(key, 0, key.length);
        return key;
    }
}
