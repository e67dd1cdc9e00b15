package io.github.walnut.app;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that tell what they are for and do not keep the process alive. */
final class NamedDaemons implements ThreadFactory {

    private final String name;
    private final AtomicInteger count = new AtomicInteger();

    NamedDaemons(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
