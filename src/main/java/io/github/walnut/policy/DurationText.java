package io.github.walnut.policy;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as policy documents write them: units {@code d h m s ms}, largest first, each at most
 * once, no blanks, at most 365 days; {@code 2m30s}.
 */
public final class DurationText {
    public static final Duration LONGEST = Duration.ofDays(365);

    private static final Pattern FORM =
            Pattern.compile("(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m(?!s))?(?:(\\d+)s)?(?:(\\d+)ms)?");
    private static final long[] UNIT_MILLIS = {86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L};
    private static final String[] UNITS = {"d", "h", "m", "s", "ms"};
    private static final int MOST_DIGITS = 12;

    private DurationText() {}

    /**
     * @throws IllegalArgumentException when the text is no duration, with what was expected
     */
    public static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (text.isEmpty() || text.length() > 60 || !matcher.matches()) {
            throw notADuration(text);
        }
        long millis = 0;
        for (int i = 0; i < UNIT_MILLIS.length; i++) {
            millis += part(matcher.group(i + 1), UNIT_MILLIS[i], text);
        }
        if (millis > LONGEST.toMillis()) {
            throw tooLong(text);
        }
        return Duration.ofMillis(millis);
    }

    /** The shortest text that {@link #parse} reads as the same duration. */
    public static String format(Duration duration) {
        long rest = duration.toMillis();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < UNIT_MILLIS.length; i++) {
            long count = rest / UNIT_MILLIS[i];
            rest %= UNIT_MILLIS[i];
            if (count > 0) {
                text.append(count).append(UNITS[i]);
            }
        }
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static long part(String digits, long unit, String text) {
        if (digits == null) {
            return 0;
        }
        long most = LONGEST.toMillis();
        if (digits.length() > MOST_DIGITS || Long.parseLong(digits) > most / unit) {
            throw tooLong(text);
        }
        return Long.parseLong(digits) * unit;
    }

    private static IllegalArgumentException notADuration(String text) {
        return new IllegalArgumentException(
                "'"
                        + text
                        + "' is not a duration: expected digits with d, h, m, s or ms, as 2m30s");
    }

    private static IllegalArgumentException tooLong(String text) {
        return new IllegalArgumentException("'" + text + "' is longer than 365 days");
    }
}
