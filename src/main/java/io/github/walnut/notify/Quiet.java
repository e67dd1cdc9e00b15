package io.github.walnut.notify;

import io.github.walnut.ups.Severity;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * Hours in which a channel is only told what is grave. They may go past midnight; the day is that
 * of their begin.
 *
 * @param days on which they begin; none means every day
 * @param except what is told all the same, from this severity on
 */
public record Quiet(LocalTime from, LocalTime to, Set<DayOfWeek> days, Severity except) {

    public Quiet {
        days = Set.copyOf(days);
    }

    /** Whether they hold at this moment. */
    public boolean at(Instant now, ZoneId zone) {
        ZonedDateTime local = now.atZone(zone);
        LocalTime time = local.toLocalTime();
        boolean overnight = !to.isAfter(from);
        if (!time.isBefore(from) && (overnight || time.isBefore(to))) {
            return begins(local.getDayOfWeek());
        }
        return overnight && time.isBefore(to) && begins(local.getDayOfWeek().minus(1));
    }

    /** When the hours that hold now are over. */
    public Instant end(Instant now, ZoneId zone) {
        ZonedDateTime local = now.atZone(zone);
        ZonedDateTime end = local.with(to);
        return (end.isAfter(local) ? end : end.plusDays(1)).toInstant();
    }

    private boolean begins(DayOfWeek day) {
        return days.isEmpty() || days.contains(day);
    }
}
