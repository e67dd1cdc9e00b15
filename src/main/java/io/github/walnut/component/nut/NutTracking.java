package io.github.walnut.component.nut;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Follows what became of a request that a server carries out later. */
final class NutTracking {

    static final String SUCCESS = "SUCCESS";
    static final String UNKNOWN = "UNKNOWN";

    private static final long INTERVAL = 500;

    private final NutSession session;
    private final NutLimits limits;
    private final NutClock clock;
    private final CountDownLatch stopped = new CountDownLatch(1);

    NutTracking(NutSession session, NutLimits limits, NutClock clock) {
        this.session = session;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * @param failure the word of the exception when the server says that it failed
     * @return SUCCESS, or UNKNOWN when the time is over
     */
    String await(String id, String failure, long timeout) throws NutException {
        long end = clock.monotonicMillis() + timeout;
        do {
            NutAnswer answer = ask(id);
            if (answer instanceof NutAnswer.Text text && text.text().equalsIgnoreCase(SUCCESS)) {
                return SUCCESS;
            }
            if (answer instanceof NutAnswer.Failed failed && !failed.error().endsConnection()) {
                throw new NutException(
                        failure,
                        "the request with tracking id " + id + ": " + failed.error().message());
            }
        } while (pause(end));
        return UNKNOWN;
    }

    /** Ends all waiting; the outcomes stay unknown. */
    void stop() {
        stopped.countDown();
    }

    private NutAnswer ask(String id) {
        try {
            return session.call(
                    connection -> {
                        connection.trackingOn(limits.requestTimeout());
                        return connection.ask(NutRequest.tracking(id), limits.requestTimeout());
                    });
        } catch (NutException e) {
            return new NutAnswer.Failed(new NutError(NutError.TRANSPORT, e.getMessage()));
        }
    }

    private boolean pause(long end) {
        long left = end - clock.monotonicMillis();
        if (left <= 0) {
            return false;
        }
        try {
            return !stopped.await(Math.min(INTERVAL, left), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
