package io.github.walnut.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The one-time word of the first run, for whoever can read the server's log or data folder. */
public final class SetupToken {

    private static final Duration LIFE = Duration.ofMinutes(30);

    private final Clock clock;
    private String token;
    private Instant validUntil;

    public SetupToken(Clock clock) {
        this.clock = clock;
    }

    /** A new token, valid for 30 minutes; the one before is void. */
    public synchronized String issue() {
        token = new Digests().randomToken(32);
        validUntil = clock.instant().plus(LIFE);
        return token;
    }

    synchronized boolean matches(String given) {
        return token != null && clock.instant().isBefore(validUntil) && Digests.same(token, given);
    }

    synchronized void withdraw() {
        token = null;
    }
}
