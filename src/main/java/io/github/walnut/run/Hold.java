package io.github.walnut.run;

import java.time.Duration;
import java.time.Instant;

/**
 * A time in which nothing new is sent, because a person said so: of one run, or of all.
 *
 * @param until it ends by itself, at most {@link #LONGEST} after it began
 * @param warned its end was announced
 * @param kind what {@code by} names: {@code user}, or {@code link} for a channel; null, as in holds
 *     of earlier versions, means a user
 */
public record Hold(
        Instant since, Instant until, String by, String reason, boolean warned, String kind) {

    public static final Duration LONGEST = Duration.ofMinutes(15);

    /** How long before its end somebody is told, since a forgotten hold protects nothing. */
    public static final Duration NOTICE = Duration.ofSeconds(60);

    public Hold announced() {
        return new Hold(since, until, by, reason, true, kind);
    }

    public boolean over(Instant now) {
        return !now.isBefore(until);
    }
}
