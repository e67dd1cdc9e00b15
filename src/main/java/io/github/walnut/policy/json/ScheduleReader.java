package io.github.walnut.policy.json;

import io.github.walnut.policy.Schedule;
import io.github.walnut.policy.Schedule.Repeat;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads when a timer fires. */
final class ScheduleReader {
    private static final List<String> REPEATS = List.of("daily", "weekly", "monthly");
    private static final List<String> WEEKDAYS =
            List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d");
    private static final Pattern DAY = Pattern.compile("[1-9]|[12]\\d|3[01]");
    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

    /** Null when a finding tells why. */
    Schedule read(Fields fields) {
        fields.require("repeat", "at");
        String repeat = fields.word("repeat", null, REPEATS);
        LocalTime at = at(fields);
        ZoneId zone = zone(fields);
        Set<DayOfWeek> weekdays = Set.of();
        Set<Integer> monthDays = Set.of();
        if ("weekly".equals(repeat)) {
            weekdays = Set.copyOf(days(fields, ScheduleReader::weekday, "mon to sun"));
        } else if ("monthly".equals(repeat)) {
            monthDays = Set.copyOf(days(fields, ScheduleReader::monthDay, "1 to 31, or last"));
        }
        fields.warnOfTheRest();
        return repeat == null || at == null
                ? null
                : new Schedule(
                        Repeat.valueOf(repeat.toUpperCase(Locale.ROOT)),
                        at,
                        weekdays,
                        monthDays,
                        zone);
    }

    private static LocalTime at(Fields fields) {
        String text = fields.text("at");
        if (text == null || TIME.matcher(text).matches()) {
            return text == null ? null : LocalTime.parse(text);
        }
        fields.schema("at", "bad_time", "at '" + text + "' is not a time of day", "HH:MM, 24 h");
        return null;
    }

    private static ZoneId zone(Fields fields) {
        String name = fields.text("timezone");
        if (name == null || ZONES.contains(name)) {
            return name == null ? null : ZoneId.of(name);
        }
        fields.schema(
                "timezone",
                "unknown_timezone",
                "Unknown time zone '" + name + "'",
                "An IANA name, for example Europe/Vienna");
        return null;
    }

    private static <T> List<T> days(Fields fields, Function<String, T> day, String expected) {
        List<String> texts = fields.texts("days", false);
        List<T> days = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            T read = day.apply(texts.get(i));
            if (read == null) {
                fields.schema(
                        "days",
                        "unknown_word",
                        "days holds '" + texts.get(i) + "', which is no day",
                        expected);
            } else {
                days.add(read);
            }
        }
        if (!fields.has("days") || texts.isEmpty()) {
            fields.missing("days");
        }
        return days;
    }

    private static DayOfWeek weekday(String text) {
        int index = WEEKDAYS.indexOf(text);
        return index < 0 ? null : DayOfWeek.of(index + 1);
    }

    private static Integer monthDay(String text) {
        if (text.equals("last")) {
            return Schedule.LAST_DAY;
        }
        return DAY.matcher(text).matches() ? Integer.valueOf(text) : null;
    }
}
