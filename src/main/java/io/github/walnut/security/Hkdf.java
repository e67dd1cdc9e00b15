package io.github.walnut.security;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Derives one 32-byte key per purpose from the one secret (HKDF-SHA256, RFC 5869, no salt). */
public final class Hkdf {

    private static final int KEY_BYTES = 32;

    private final byte[] secret;

    public Hkdf(byte[] secret) {
        if (secret.length < KEY_BYTES) {
            throw new IllegalArgumentException(
                    "the secret has " + secret.length + " bytes, expected at least 32");
        }
        this.secret = secret.clone();
    }

    /**
     * @param purpose text of its own for each use, for example {@code walnut jwt v1}
     */
    public byte[] key(String purpose) {
        return derive(new byte[0], secret, purpose.getBytes(StandardCharsets.UTF_8), KEY_BYTES);
    }

    /**
     * A 256-bit key out of a passphrase of any length.
     *
     * @param purpose another text gives an unrelated key
     */
    public static byte[] key(char[] passphrase, String purpose) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(passphrase));
        byte[] input = Arrays.copyOf(encoded.array(), encoded.limit());
        try {
            return derive(new byte[0], input, purpose.getBytes(StandardCharsets.UTF_8), KEY_BYTES);
        } finally {
            Arrays.fill(input, (byte) 0);
            Arrays.fill(encoded.array(), (byte) 0);
        }
    }

    static byte[] derive(byte[] salt, byte[] input, byte[] info, int length) {
        byte[] pseudoRandom = hmac(salt.length == 0 ? new byte[KEY_BYTES] : salt, input);
        ByteBuffer output = ByteBuffer.allocate(length);
        byte[] block = new byte[0];
        for (byte n = 1; output.hasRemaining(); n++) {
            block = hmac(pseudoRandom, block, info, new byte[] {n});
            output.put(block, 0, Math.min(block.length, output.remaining()));
        }
        return output.array();
    }

    /** HMAC-SHA256 over the parts, one after the other. */
    public static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
