package io.github.walnut.ups;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for work of our own, with a limit in time in which the process ran: a standstill, which
 * kept the work from being done as well, costs no more than a slice.
 */
public final class RunningWait {

    private static final long SLICE_MILLIS = 100;

    private RunningWait() {}

    /** As {@link Future#get(long, TimeUnit)}. */
    public static <T> T get(Future<T> work, Duration most)
            throws ExecutionException, InterruptedException, TimeoutException {
        long left = most.toMillis();
        while (left > SLICE_MILLIS) {
            try {
                return work.get(SLICE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                left -= SLICE_MILLIS;
            }
        }
        return work.get(Math.max(0, left), TimeUnit.MILLISECONDS);
    }
}
