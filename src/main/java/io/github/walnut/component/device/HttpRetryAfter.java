package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** How long an answer asks to wait: in its header, or in its JSON where the request says so. */
final class HttpRetryAfter {

    private static final long MOST = Duration.ofDays(7).toSeconds();

    private HttpRetryAfter() {}

    /**
     * Whole seconds, or null when the answer does not say.
     *
     * @param pointer into the JSON of the answer, empty for none; where it ends with {@code _ms}
     *     there are milliseconds
     */
    static Integer seconds(JsonNode reply, String pointer, Instant now) {
        JsonNode told = pointer.isEmpty() ? reply.path("no") : reply.path("json").at(pointer);
        if (told.isNumber()) {
            return limited(Math.ceil(told.asDouble() / (pointer.endsWith("_ms") ? 1000.0 : 1.0)));
        }
        String header = reply.path("headers").path("retry-after").asText("").strip();
        if (header.matches("\\d{1,9}")) {
            return limited(Double.parseDouble(header));
        }
        try {
            Instant until =
                    ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return limited(Duration.between(now, until).toMillis() / 1000.0);
        } catch (DateTimeException neither) {
            return null;
        }
    }

    private static int limited(double seconds) {
        return (int) Math.max(0, Math.min(MOST, Math.ceil(seconds)));
    }
}
