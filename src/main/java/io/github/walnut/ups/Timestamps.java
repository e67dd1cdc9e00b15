package io.github.walnut.ups;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** Moments as events write them: ISO 8601, UTC, to the millisecond. */
final class Timestamps {

    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(java.util.Locale.ROOT);

    private Timestamps() {}

    static String text(Instant moment) {
        return MILLIS.format(moment);
    }
}
