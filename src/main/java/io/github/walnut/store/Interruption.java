package io.github.walnut.store;

import java.util.concurrent.CancellationException;

/**
 * Ends long work that nobody waits for any more. Its thread is interrupted when the request that it
 * works for has ended; loops that may go on for long ask here in each round.
 */
public final class Interruption {

    private Interruption() {}

    /** Thrown on a thread that was interrupted; it stays so. */
    public static final class EndedException extends CancellationException {
        private static final long serialVersionUID = 1;

        EndedException() {
            super("the request that this was done for has ended");
        }
    }

    /**
     * @throws EndedException when the present thread was interrupted
     */
    public static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new EndedException();
        }
    }
}
