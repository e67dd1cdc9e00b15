package io.github.walnut.store;

import io.github.walnut.security.Hkdf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * Where a page ended: the sort key of its last row. The text is opaque, belongs to one filter and
 * is good for a day.
 *
 * @param at first part of the sort key, epoch milliseconds
 * @param tie second part, unique among equal times
 */
record Cursor(long at, long tie) {

    private static final Duration LIFE = Duration.ofHours(24);

    String encode(Object filter, Instant now) {
        String text = at + " " + tie + " " + now.getEpochSecond() + " " + fingerprint(filter);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Cursor decode(String text, Object filter, Instant now) {
        String[] parts = parts(text);
        if (parts.length != 4 || !parts[3].equals(fingerprint(filter))) {
            throw new InvalidCursorException("the cursor belongs to another filter");
        }
        try {
            Instant issued = Instant.ofEpochSecond(Long.parseLong(parts[2]));
            if (issued.plus(LIFE).isBefore(now)) {
                throw new InvalidCursorException("the cursor of " + issued + " is too old");
            }
            return new Cursor(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        } catch (NumberFormatException | java.time.DateTimeException e) {
            throw new InvalidCursorException("the cursor does not read");
        }
    }

    private static String[] parts(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            return new String(bytes, StandardCharsets.UTF_8).split(" ");
        } catch (IllegalArgumentException e) {
            throw new InvalidCursorException("the cursor does not read");
        }
    }

    /** Filters are records, so their text holds every value. */
    private static String fingerprint(Object filter) {
        byte[] hash = Hkdf.hmac(new byte[1], filter.toString().getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, 16);
    }
}
