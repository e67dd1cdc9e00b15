package io.github.walnut.run;

/**
 * The way to every target. One call is one attempt; retries, confirmation and order belong to the
 * caller.
 */
public interface Drivers {

    /** Blocks until the answer or the call's deadline; never throws for what a target does. */
    DriverResult call(DriverCall call);
}
