package io.github.walnut.config;

import java.time.Duration;

/** Writes durations as they are read: {@code 1d12h}, {@code 2m30s}, {@code 500ms}, {@code 0s}. */
final class DurationForm {

    private DurationForm() {}

    static String of(Duration duration) {
        StringBuilder text = new StringBuilder();
        part(text, duration.toDays(), "d");
        part(text, duration.toHoursPart(), "h");
        part(text, duration.toMinutesPart(), "m");
        part(text, duration.toSecondsPart(), "s");
        part(text, duration.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void part(StringBuilder text, long number, String unit) {
        if (number != 0) {
            text.append(number).append(unit);
        }
    }
}
