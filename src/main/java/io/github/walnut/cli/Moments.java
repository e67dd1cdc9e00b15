package io.github.walnut.cli;

import io.github.walnut.policy.DurationText;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** Moments as people write them. */
final class Moments {

    /** For the description of an option that takes one. */
    static final String TEXT = "2026-05-02T08:00:00Z, or so long ago: 90m, 2d";

    private Moments() {}

    /**
     * @param option that the text stands behind
     * @return RFC 3339
     */
    static String of(String option, String text) {
        return of(option, text, Clock.systemUTC());
    }

    static String of(String option, String text, Clock clock) {
        try {
            return OffsetDateTime.parse(text).toInstant().toString();
        } catch (DateTimeParseException noMoment) {
            return before(option, text, clock);
        }
    }

    private static String before(String option, String text, Clock clock) {
        try {
            Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            return now.minus(DurationText.parse(text)).toString();
        } catch (IllegalArgumentException noDuration) {
            throw new CliException(
                    CliException.USAGE, option + ": expected " + TEXT + ", got '" + text + "'");
        }
    }
}
