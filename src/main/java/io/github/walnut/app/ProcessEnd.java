package io.github.walnut.app;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * Ends the process in good order after SIGTERM or SIGINT, so that its exit code is that of its
 * command and not that of the signal. A second signal, or the limit, ends it at once with code 1:
 * what the journal holds is taken up by the next start.
 */
final class ProcessEnd {

    /** From the first signal on. */
    static final Duration LIMIT = Duration.ofSeconds(45);

    private static final Logger LOG = LoggerFactory.getLogger(ProcessEnd.class);
    private static final int CUT_SHORT = 1;

    /** EX_TEMPFAIL: whoever watches over the process starts it again. */
    private static final int AGAIN = 75;

    private static final Duration ANSWER = Duration.ofMillis(500);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicBoolean again = new AtomicBoolean();
    private final Duration limit;
    private final Runnable cutShort;
    private volatile int code;

    private ProcessEnd(Duration limit, Runnable cutShort) {
        this.limit = limit;
        this.cutShort = cutShort;
    }

    /** Listens from now on, so before anything is opened. */
    static ProcessEnd onSignals() {
        return onSignals(
                LIMIT,
                () -> {
                    LOG.error("Stopping took longer than {} s: cut short", LIMIT.toSeconds());
                    Runtime.getRuntime().halt(CUT_SHORT);
                });
    }

    /**
     * @param limit from the first signal on
     * @param cutShort ends the process when the limit is reached
     */
    static ProcessEnd onSignals(Duration limit, Runnable cutShort) {
        ProcessEnd end = new ProcessEnd(limit, cutShort);
        Signal.handle(new Signal("TERM"), signal -> end.signalled(signal.getName()));
        Signal.handle(new Signal("INT"), signal -> end.signalled(signal.getName()));
        return end;
    }

    /** Returns when the process is told to end, with the code that it shall end with. */
    int await() {
        try {
            asked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return code;
    }

    /** Ends the process with a code after which it is started again; what was asked is answered. */
    boolean restart() {
        LOG.info("Restart: stopping");
        code = AGAIN;
        CompletableFuture.delayedExecutor(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                .execute(this::stop);
        return true;
    }

    /** Ends the process in good order, as the first signal does. */
    void ask() {
        if (!again.getAndSet(true)) {
            code = 0;
            stop();
        }
    }

    private void stop() {
        Thread waiting = new Thread(this::atTheLimit, "end-limit");
        waiting.setDaemon(true);
        waiting.start();
        asked.countDown();
    }

    private void signalled(String name) {
        if (again.getAndSet(true)) {
            Runtime.getRuntime().halt(CUT_SHORT);
        }
        LOG.info("SIG{}: stopping; once more ends it at once", name);
        code = 0;
        stop();
    }

    private void atTheLimit() {
        try {
            TimeUnit.MILLISECONDS.sleep(limit.toMillis());
            cutShort.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
