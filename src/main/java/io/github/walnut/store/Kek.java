package io.github.walnut.store;

import java.security.SecureRandom;

/**
 * The random key that seals every secret.
 *
 * @param version rises with each rotation; it is bound to what is sealed
 */
record Kek(int version, byte[] key, SecretBox box) {

    private static final int BYTES = 32;

    static Kek of(int version, byte[] key) {
        return new Kek(version, key, new SecretBox(key));
    }

    static Kek fresh(int version) {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        return of(version, key);
    }

    @Override
    public String toString() {
        return "Kek[" + version + "]";
    }
}
