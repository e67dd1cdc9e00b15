package io.github.walnut.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The content of the file beside the database that tells a wrong key from a damaged file: a wrong
 * key and a damaged page look alike to SQLCipher.
 *
 * @param v version of this format
 */
record KeyCheck(int v, byte[] salt, @JsonProperty("kdf_iter") int kdfIter, byte[] tag) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] PURPOSE = "walnut key check v1".getBytes(StandardCharsets.UTF_8);

    static KeyCheck make(char[] key, int iterations) {
        byte[] salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        return new KeyCheck(1, salt, iterations, tag(key, salt, iterations));
    }

    static KeyCheck read(Path file) {
        try {
            KeyCheck check = JSON.readValue(Files.readAllBytes(file), KeyCheck.class);
            if (check.v != 1) {
                throw StoreException.configuration(
                        file + " has version " + check.v + ": expected 1");
            }
            return check;
        } catch (IOException e) {
            throw StoreException.configuration(file + " is no key check: " + e.getMessage(), e);
        }
    }

    void write(Path file) {
        try {
            PrivateFiles.replace(file, JSON.writeValueAsBytes(this));
        } catch (IOException e) {
            throw StoreException.configuration("cannot write " + file + ": " + e, e);
        }
    }

    boolean fits(char[] key) {
        return MessageDigest.isEqual(tag, tag(key, salt, kdfIter));
    }

    private static byte[] tag(char[] key, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(key, salt, iterations, 256);
        try {
            SecretKeyFactory factory = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512");
            return Hkdf.hmac(factory.generateSecret(spec).getEncoded(), PURPOSE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA512", e);
        } finally {
            spec.clearPassword();
        }
    }
}
