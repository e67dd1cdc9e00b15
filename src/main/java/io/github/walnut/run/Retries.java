package io.github.walnut.run;

import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

/**
 * How often and after which pauses a call is repeated.
 *
 * @param jitter from 0 to below 1, so that many steps do not come back at the same moment
 * @param attempts that one verb may take in all
 */
public record Retries(DoubleSupplier jitter, int attempts) {

    private static final int ATTEMPTS = 3;
    private static final long[] PAUSES_MILLIS = {1_000, 2_000, 5_000};

    public Retries(DoubleSupplier jitter) {
        this(jitter, ATTEMPTS);
    }

    /** The same pauses, and this many attempts. */
    Retries upTo(int times) {
        return new Retries(jitter, times);
    }

    /** When to try again after so many failures in a row, counted from 1. */
    Instant next(Instant now, int failures, DriverResult.Error error) {
        if (error != null && error.retryAfterSeconds() != null) {
            return now.plusSeconds(error.retryAfterSeconds());
        }
        long pause = PAUSES_MILLIS[Math.min(Math.max(failures, 1), PAUSES_MILLIS.length) - 1];
        return now.plus(Duration.ofMillis(Math.round(pause * (0.8 + 0.4 * jitter.getAsDouble()))));
    }

    /** Whether the present verb of the step may be sent once more. */
    boolean left(Step step, ErrorClass.Retry retry) {
        long sent = step.attempts().stream().filter(a -> a.verb().equals(step.verb())).count();
        return sent < (retry == ErrorClass.Retry.ONCE ? Math.min(2, attempts) : attempts);
    }
}
