package io.github.walnut.policy;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;

/**
 * When a timer fires, in local time.
 *
 * @param weekdays of {@link Repeat#WEEKLY}, else empty
 * @param monthDays of {@link Repeat#MONTHLY}: 1…31, or {@link #LAST_DAY}; else empty
 * @param zone null means that of the system's settings
 */
public record Schedule(
        Repeat repeat, LocalTime at, Set<DayOfWeek> weekdays, Set<Integer> monthDays, ZoneId zone) {

    /** Stands for the last day of a month, whichever that is. */
    public static final int LAST_DAY = 0;

    public enum Repeat {
        DAILY,
        WEEKLY,
        MONTHLY
    }

    public Schedule {
        weekdays = Set.copyOf(weekdays);
        monthDays = Set.copyOf(monthDays);
    }
}
