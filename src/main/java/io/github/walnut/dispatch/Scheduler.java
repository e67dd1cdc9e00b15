package io.github.walnut.dispatch;

import java.time.Duration;

/** Runs something later. The only source of delays of the dispatcher. */
@FunctionalInterface
public interface Scheduler {
    void after(Duration delay, Runnable task);
}
