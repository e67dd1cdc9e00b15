package io.github.walnut.config;

import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Times of a crontab: minute, hour, day of the month, month and day of the week (0 and 7 are
 * Sunday), each {@code *}, numbers, ranges and steps with commas between; or {@code @hourly},
 * {@code @daily}, {@code @weekly}, {@code @monthly}. When both kinds of days are given, either one
 * counts, as every cron has it.
 */
public final class Cron {

    /** Instead of a schedule: none. */
    public static final String OFF = "off";

    private static final Map<String, String> NAMED =
            Map.of(
                    "@hourly", "0 * * * *",
                    "@daily", "0 0 * * *",
                    "@weekly", "0 0 * * 0",
                    "@monthly", "0 0 1 * *");
    private static final List<String> MONTHS =
            List.of(
                    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                    "dec");
    private static final List<String> DAYS =
            List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final int FARTHEST_YEARS = 9;

    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet days;
    private final BitSet months;
    private final BitSet weekdays;
    private final boolean anyDay;
    private final boolean anyWeekday;

    /**
     * @throws IllegalArgumentException when it is none; the message says what was expected
     */
    public Cron(String text) {
        String form = text.strip().toLowerCase(Locale.ROOT);
        String[] fields = NAMED.getOrDefault(form, form).split("\\s+");
        if (fields.length != 5) {
            throw new IllegalArgumentException(
                    "expected minute, hour, day, month and weekday, or one of @hourly, @daily,"
                            + " @weekly, @monthly");
        }
        minutes = field(fields[0], "minute", 0, 59, List.of());
        hours = field(fields[1], "hour", 0, 23, List.of());
        days = field(fields[2], "day of the month", 1, 31, List.of());
        months = field(fields[3], "month", 1, 12, MONTHS);
        weekdays = field(fields[4], "weekday", 0, 7, DAYS);
        if (weekdays.get(7)) {
            weekdays.set(0);
        }
        anyDay = fields[2].startsWith("*");
        anyWeekday = fields[4].startsWith("*");
    }

    private static BitSet field(String text, String name, int least, int most, List<String> words) {
        BitSet found = new BitSet();
        for (String part : text.split(",", -1)) {
            String[] step = part.split("/", -1);
            String[] ends = step[0].equals("*") ? null : step[0].split("-", -1);
            int every = step.length == 2 ? number(step[1]) : 1;
            int from = ends == null ? least : value(ends[0], least, words);
            int to =
                    ends == null || ends.length == 1 && step.length == 2
                            ? most
                            : value(ends[ends.length - 1], least, words);
            if (step.length > 2
                    || ends != null && ends.length > 2
                    || every < 1
                    || from < least
                    || to > most
                    || from > to) {
                throw new IllegalArgumentException(
                        "expected a "
                                + name
                                + " of "
                                + least
                                + " to "
                                + most
                                + " in '"
                                + text
                                + "'");
            }
            for (int i = from; i <= to; i += every) {
                found.set(i);
            }
        }
        return found;
    }

    private static int value(String text, int least, List<String> words) {
        int word = words.indexOf(text);
        return word < 0 ? number(text) : word + least;
    }

    /** -1 when it is none. */
    private static int number(String text) {
        return text.matches("\\d{1,2}") ? Integer.parseInt(text) : -1;
    }

    /**
     * The first time after this one, on the clock of its zone; null when there is none within
     * years. A time that the clock leaves out in spring comes as much later; one that it shows
     * twice in autumn counts once.
     */
    public ZonedDateTime after(ZonedDateTime time) {
        LocalDateTime farthest = time.toLocalDateTime().plusYears(FARTHEST_YEARS);
        LocalDateTime next = next(time.toLocalDateTime(), farthest);
        while (next != null && !next.atZone(time.getZone()).isAfter(time)) {
            next = next(next, farthest);
        }
        return next == null ? null : next.atZone(time.getZone());
    }

    private LocalDateTime next(LocalDateTime before, LocalDateTime farthest) {
        LocalDateTime next = before.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        while (next.isBefore(farthest)) {
            if (!months.get(next.getMonthValue())) {
                next = next.toLocalDate().withDayOfMonth(1).plusMonths(1).atStartOfDay();
            } else if (!day(next)) {
                next = next.toLocalDate().plusDays(1).atStartOfDay();
            } else if (!hours.get(next.getHour())) {
                next = next.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            } else if (!minutes.get(next.getMinute())) {
                next = next.plusMinutes(1);
            } else {
                return next;
            }
        }
        return null;
    }

    private boolean day(LocalDateTime time) {
        boolean day = days.get(time.getDayOfMonth());
        boolean weekday = weekdays.get(time.getDayOfWeek().getValue() % 7);
        return anyDay || anyWeekday ? day && weekday : day || weekday;
    }
}
