package io.github.walnut.app;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a process whose core hangs, after it has told what every thread was at, so that its
 * supervisor starts another one. A stuck watcher protects nobody.
 */
final class Watchdog implements AutoCloseable {

    static final int EXIT_CODE = 70;
    static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final int ALL = Integer.MAX_VALUE;

    private final LongSupplier silence;
    private final Duration limit;
    private final Runnable end;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * @param silence milliseconds since the core last did something
     * @param end of the process; it is called once at most
     */
    Watchdog(LongSupplier silence, Duration limit, Runnable end) {
        this.silence = silence;
        this.limit = limit;
        this.end = end;
    }

    Watchdog start() {
        Thread thread = new Thread(this::watch, "watchdog");
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void watch() {
        long pause = Math.max(1, limit.toMillis() / 12);
        try {
            while (!closed.await(pause, TimeUnit.MILLISECONDS)) {
                if (silence.getAsLong() > limit.toMillis()) {
                    LOG.error("The core did nothing for {}: this process ends\n{}", limit, dump());
                    end.run();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String dump() {
        return Arrays.stream(ManagementFactory.getThreadMXBean().dumpAllThreads(true, true, ALL))
                .map(Watchdog::thread)
                .collect(Collectors.joining("\n"));
    }

    /** Its own text stops after eight frames. */
    private static String thread(ThreadInfo thread) {
        return "\""
                + thread.getThreadName()
                + "\" "
                + thread.getThreadState()
                + (thread.getLockName() == null ? "" : " on " + thread.getLockName())
                + (thread.getLockOwnerName() == null ? "" : " of " + thread.getLockOwnerName())
                + Arrays.stream(thread.getStackTrace())
                        .map(frame -> "\n    at " + frame)
                        .collect(Collectors.joining());
    }
}
