package io.github.walnut.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;

/**
 * The moments of schedules. A local time that a zone skips becomes the first moment after the gap;
 * one that it has twice means the first.
 */
public final class Schedules {
    /** Between two times of one schedule: two months, of which one lacks the day, and a few. */
    private static final int LONGEST_PAUSE_DAYS = 70;

    private final ZoneId system;

    /**
     * @param system the zone of schedules that name none
     */
    public Schedules(ZoneId system) {
        this.system = system;
    }

    /** The first time after this moment. */
    public Instant next(Schedule schedule, Instant after) {
        LocalDate day = day(schedule, after).minusDays(1);
        for (int i = 0; i < LONGEST_PAUSE_DAYS; i++, day = day.plusDays(1)) {
            Instant time = time(schedule, day);
            if (falls(schedule, day) && time.isAfter(after)) {
                return time;
            }
        }
        throw new IllegalArgumentException("A schedule without any day: " + schedule);
    }

    /** The last time at or before this moment. */
    public Instant latest(Schedule schedule, Instant at) {
        LocalDate day = day(schedule, at).plusDays(1);
        for (int i = 0; i < LONGEST_PAUSE_DAYS; i++, day = day.minusDays(1)) {
            Instant time = time(schedule, day);
            if (falls(schedule, day) && !time.isAfter(at)) {
                return time;
            }
        }
        throw new IllegalArgumentException("A schedule without any day: " + schedule);
    }

    private ZoneId zone(Schedule schedule) {
        return schedule.zone() == null ? system : schedule.zone();
    }

    private LocalDate day(Schedule schedule, Instant at) {
        return LocalDate.ofInstant(at, zone(schedule));
    }

    private static boolean falls(Schedule schedule, LocalDate day) {
        return switch (schedule.repeat()) {
            case DAILY -> true;
            case WEEKLY -> schedule.weekdays().contains(day.getDayOfWeek());
            case MONTHLY ->
                    schedule.monthDays().contains(day.getDayOfMonth())
                            || (schedule.monthDays().contains(Schedule.LAST_DAY)
                                    && day.equals(YearMonth.from(day).atEndOfMonth()));
        };
    }

    private Instant time(Schedule schedule, LocalDate day) {
        LocalDateTime local = day.atTime(schedule.at());
        List<ZoneOffset> offsets = zone(schedule).getRules().getValidOffsets(local);
        if (!offsets.isEmpty()) {
            return local.toInstant(offsets.get(0));
        }
        ZoneOffsetTransition gap = zone(schedule).getRules().getTransition(local);
        return gap.getInstant();
    }
}
