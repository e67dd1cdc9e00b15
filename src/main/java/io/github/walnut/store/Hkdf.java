package io.github.walnut.store;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keys for single purposes out of one master key: HKDF with SHA-256 (RFC 5869), without salt. */
public final class Hkdf {

    private static final int HASH_BYTES = 32;

    private Hkdf() {}

    /**
     * A 256-bit key out of a passphrase.
     *
     * @param info names the purpose; another text gives an unrelated key
     */
    public static byte[] key(char[] passphrase, String info) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(passphrase));
        byte[] input = Arrays.copyOf(encoded.array(), encoded.limit());
        try {
            return derive(
                    new byte[HASH_BYTES], input, info.getBytes(StandardCharsets.UTF_8), HASH_BYTES);
        } finally {
            Arrays.fill(input, (byte) 0);
            Arrays.fill(encoded.array(), (byte) 0);
        }
    }

    static byte[] derive(byte[] salt, byte[] input, byte[] info, int length) {
        byte[] pseudoRandom = hmac(salt.length == 0 ? new byte[HASH_BYTES] : salt, input);
        ByteBuffer output = ByteBuffer.allocate(length);
        byte[] block = new byte[0];
        for (byte n = 1; output.hasRemaining(); n++) {
            block = hmac(pseudoRandom, block, info, new byte[] {n});
            output.put(block, 0, Math.min(block.length, output.remaining()));
        }
        return output.array();
    }

    static byte[] hmac(byte[] key, byte[]... parts) {
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
