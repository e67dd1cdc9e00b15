package io.github.walnut.run;

import java.time.Duration;
import java.time.Instant;

/**
 * A time in which nothing new is sent, because a person said so: of one run, or of all.
 *
 * @param until it ends by itself, at most {@link #LONGEST} after it began
 * @param warned its end was announced
 */
public record Hold(Instant since, Instant until, String by, String reason, boolean warned) {

    public static final Duration LONGEST = Duration.ofMinutes(15);

    /** How long before its end somebody is told, since a forgotten hold protects nothing. */
    public static final Duration NOTICE = Duration.ofSeconds(60);

    public Hold announced() {
        return new Hold(since, until, by, reason, true);
    }

    public boolean over(Instant now) {
        return !now.isBefore(until);
    }
}
