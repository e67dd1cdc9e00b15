package io.github.walnut.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SchedulesTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private final Schedules schedules = new Schedules(BERLIN);

    @Test
    @Requirement("POL-23")
    void a_time_that_summer_time_skips_fires_at_the_first_moment_after_the_gap() {
        Schedule daily = daily("02:30");

        assertThat(schedules.next(daily, Instant.parse("2026-03-28T12:00:00Z")))
                .isEqualTo("2026-03-29T01:00:00Z");
        assertThat(schedules.next(daily, Instant.parse("2026-03-29T01:00:00Z")))
                .isEqualTo("2026-03-30T00:30:00Z");
    }

    @Test
    @Requirement("POL-23")
    void a_time_that_exists_twice_fires_once_at_the_first() {
        Schedule daily = daily("02:30");
        Instant first = Instant.parse("2026-10-25T00:30:00Z");

        assertThat(schedules.next(daily, Instant.parse("2026-10-24T12:00:00Z"))).isEqualTo(first);
        assertThat(schedules.next(daily, first)).isEqualTo("2026-10-26T01:30:00Z");
        assertThat(schedules.latest(daily, Instant.parse("2026-10-25T01:45:00Z"))).isEqualTo(first);
    }

    @Test
    @Requirement("POL-23")
    void a_day_that_the_month_lacks_is_skipped_and_last_is_always_there() {
        Schedule on31 = monthly(Set.of(31));
        Schedule last = monthly(Set.of(Schedule.LAST_DAY));
        Instant january = Instant.parse("2026-01-31T12:00:00Z");

        assertThat(schedules.next(on31, january)).isEqualTo("2026-03-31T06:00:00Z");
        assertThat(schedules.next(last, january)).isEqualTo("2026-02-28T07:00:00Z");
        assertThat(schedules.latest(on31, Instant.parse("2026-05-01T00:00:00Z")))
                .isEqualTo("2026-03-31T06:00:00Z");
    }

    @Test
    @Requirement("POL-23")
    void weekly_means_its_days_in_its_own_zone() {
        Schedule saturdays =
                new Schedule(
                        Schedule.Repeat.WEEKLY,
                        LocalTime.parse("02:15"),
                        Set.of(DayOfWeek.SATURDAY),
                        Set.of(),
                        ZoneId.of("Asia/Tokyo"));

        assertThat(schedules.next(saturdays, Instant.parse("2026-03-06T17:14:59Z")))
                .isEqualTo("2026-03-06T17:15:00Z");
        assertThat(schedules.next(saturdays, Instant.parse("2026-03-06T17:15:00Z")))
                .isEqualTo("2026-03-13T17:15:00Z");
    }

    @Property
    @Requirement("POL-23")
    void latest_and_next_are_neighbours_in_every_zone(
            @ForAll @LongRange(min = 0, max = 4_000_000_000L) long seconds,
            @ForAll @IntRange(max = 1439) int minute,
            @ForAll @IntRange(max = 3) int zone) {
        ZoneId[] zones = {
            BERLIN,
            ZoneId.of("America/St_Johns"),
            ZoneId.of("Australia/Lord_Howe"),
            ZoneId.of("Pacific/Apia")
        };
        Schedule daily =
                new Schedule(
                        Schedule.Repeat.DAILY,
                        LocalTime.ofSecondOfDay(minute * 60L),
                        Set.of(),
                        Set.of(),
                        zones[zone]);
        Instant at = Instant.ofEpochSecond(seconds);

        Instant latest = schedules.latest(daily, at);
        Instant next = schedules.next(daily, at);
        assertThat(latest).isBeforeOrEqualTo(at);
        assertThat(next).isAfter(at);
        assertThat(schedules.next(daily, latest)).isEqualTo(next);
        assertThat(Duration.between(latest, next)).isLessThanOrEqualTo(Duration.ofHours(49));
    }

    private static Schedule daily(String at) {
        return new Schedule(Schedule.Repeat.DAILY, LocalTime.parse(at), Set.of(), Set.of(), null);
    }

    private static Schedule monthly(Set<Integer> days) {
        return new Schedule(
                Schedule.Repeat.MONTHLY, LocalTime.parse("08:00"), Set.of(), days, null);
    }
}
