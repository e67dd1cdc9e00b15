package io.github.walnut.dispatch;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Daemon threads that can be told apart in a thread dump. */
public final class NamedThreads implements ThreadFactory {

    private static final Duration IDLE = Duration.ofSeconds(10);

    private final String name;
    private final AtomicInteger number = new AtomicInteger();

    public NamedThreads(String name) {
        this.name = name;
    }

    /**
     * At most so many threads at once; each ends after a while without work. A pool of the usual
     * kind starts one for each task until all are there, and keeps them.
     */
    public static ThreadPoolExecutor pool(int most, String name) {
        return pool(most, name, IDLE);
    }

    static ThreadPoolExecutor pool(int most, String name, Duration idle) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        most,
                        most,
                        idle.toMillis(),
                        TimeUnit.MILLISECONDS,
                        new LinkedBlockingQueue<>(),
                        new NamedThreads(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
