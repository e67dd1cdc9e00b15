package io.github.walnut.dispatch;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Daemon threads that can be told apart in a thread dump. */
public final class NamedThreads implements ThreadFactory {

    private final String name;
    private final AtomicInteger number = new AtomicInteger();

    public NamedThreads(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
