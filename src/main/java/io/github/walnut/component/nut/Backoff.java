package io.github.walnut.component.nut;

import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: doubling, with ±20 % so that many clients do not come
 * at once.
 */
final class Backoff {

    static final long SECURITY_MILLIS = 30_000;

    private final long first;
    private final long longest;
    private final DoubleSupplier random;
    private long next;

    /**
     * @param random 0 to 1
     */
    Backoff(long first, long longest, DoubleSupplier random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
        this.next = first;
    }

    /** Milliseconds to wait after one more failure. */
    long failed(NutErrorClass errorClass) {
        long wait = Math.round(next * (0.8 + 0.4 * random.getAsDouble()));
        next = Math.min(longest, next * 2);
        return errorClass == NutErrorClass.SECURITY ? Math.max(SECURITY_MILLIS, wait) : wait;
    }

    void succeeded() {
        next = first;
    }
}
