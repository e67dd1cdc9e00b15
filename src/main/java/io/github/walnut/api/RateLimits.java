package io.github.walnut.api;

/**
 * How many requests are served, by the second and at once.
 *
 * @param caller per second of one session or token
 * @param callerBurst at once of one session or token
 * @param address per second of one address without a login
 * @param addressBurst at once of one address without a login
 */
public record RateLimits(int caller, int callerBurst, int address, int addressBurst) {

    public static final RateLimits DEFAULT = new RateLimits(50, 100, 20, 40);
}
