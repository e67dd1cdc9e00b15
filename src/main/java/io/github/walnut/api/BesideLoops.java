package io.github.walnut.api;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What handlers in front read or write in the store, away from their event loops and from the pools
 * of operations: present state for sockets, and rows about refusals. Each has threads of its own
 * and a bounded queue.
 */
final class BesideLoops implements AutoCloseable {

    private static final int THREADS = 2;
    private static final int REFUSALS = 200;
    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor sockets;
    private final ThreadPoolExecutor refusals;

    /**
     * @param sockets how many may be open; each reads one thing after another
     */
    BesideLoops(int sockets) {
        this.sockets = pool("socket-read", 2 * sockets);
        this.refusals = pool("refusal", REFUSALS);
    }

    private static ThreadPoolExecutor pool(String name, int waiting) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(waiting),
                        task -> {
                            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** For a socket; fails at once when too much waits. */
    <T> Future<T> forSocket(Context loop, Callable<T> work) {
        return on(sockets, loop, work);
    }

    /** About a request that is refused; fails at once when too much waits. */
    <T> Future<T> forRefusal(Context loop, Callable<T> work) {
        return on(refusals, loop, work);
    }

    private static <T> Future<T> on(ThreadPoolExecutor pool, Context loop, Callable<T> work) {
        Promise<T> done = Promise.promise();
        try {
            pool.execute(() -> run(loop, work, done));
        } catch (RejectedExecutionException e) {
            done.fail(e);
        }
        return done.future();
    }

    private static <T> void run(Context loop, Callable<T> work, Promise<T> done) {
        try {
            T result = work.call();
            loop.runOnContext(go -> done.complete(result));
        } catch (Exception e) {
            loop.runOnContext(go -> done.fail(e));
        }
    }

    @Override
    public void close() {
        sockets.shutdownNow();
        refusals.shutdownNow();
    }
}
