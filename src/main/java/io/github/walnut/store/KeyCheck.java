package io.github.walnut.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.security.Hkdf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * The content of the file beside the database that tells a wrong key from a damaged file: a wrong
 * key and a damaged page look alike to SQLCipher.
 *
 * @param v version of this format
 */
record KeyCheck(int v, byte[] salt, @JsonProperty("kdf_iter") int kdfIter, byte[] tag) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] PURPOSE = "walnut key check v1".getBytes(StandardCharsets.UTF_8);

    /** Made of the key of the file itself, so that one derivation serves both. */
    static KeyCheck make(DerivedKey key) {
        return new KeyCheck(1, key.salt(), key.iterations(), tag(key));
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

    /** What the passphrase comes to with the salt and the rounds of this check. */
    DerivedKey derive(char[] passphrase) {
        return DerivedKey.of(passphrase, salt, kdfIter);
    }

    boolean fits(DerivedKey key) {
        return MessageDigest.isEqual(tag, tag(key));
    }

    private static byte[] tag(DerivedKey key) {
        return Hkdf.hmac(key.key(), PURPOSE);
    }
}
