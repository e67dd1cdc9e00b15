package io.github.walnut.api;

import java.time.Duration;

/** Hears of every request that was answered; it must not block. */
@FunctionalInterface
public interface RequestListener {

    /**
     * @param operation of the contract, or ws, console or unknown
     */
    void answered(String operation, int status, Duration took);
}
