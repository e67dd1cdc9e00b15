package io.github.walnut.store;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What SQLCipher 4 makes of a passphrase: PBKDF2-HMAC-SHA512 over the first 16 bytes of the file.
 * It is slow on purpose, so it is made once and not for each connection.
 *
 * @param salt 16 bytes
 * @param key 32 bytes
 */
record DerivedKey(byte[] salt, int iterations, byte[] key) {

    static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 32;

    static DerivedKey of(char[] passphrase, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(passphrase, salt, iterations, 8 * KEY_BYTES);
        try {
            SecretKeyFactory factory = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512");
            return new DerivedKey(salt, iterations, factory.generateSecret(spec).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA512", e);
        } finally {
            spec.clearPassword();
        }
    }

    static byte[] freshSalt() {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return salt;
    }

    boolean madeWith(byte[] otherSalt, int otherIterations) {
        return iterations == otherIterations && Arrays.equals(salt, otherSalt);
    }

    /** Key and salt in one, as SQLCipher takes them in place of a passphrase. */
    byte[] withSalt() {
        byte[] both = Arrays.copyOf(key, KEY_BYTES + SALT_BYTES);
        System.arraycopy(salt, 0, both, KEY_BYTES, SALT_BYTES);
        return both;
    }
}
