package io.github.walnut.security;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The list of passwords that many people have. It is read when one is set, and not kept. */
final class CommonPasswords {

    private static final String LIST = "common-passwords.txt";

    private CommonPasswords() {}

    /**
     * @param password in lower case
     */
    static boolean contain(String password) {
        try (InputStream list = CommonPasswords.class.getResourceAsStream(LIST);
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.startsWith("# ")).anyMatch(password::equals);
        } catch (IOException e) {
            throw new UncheckedIOException("the list of common passwords cannot be read", e);
        }
    }
}
