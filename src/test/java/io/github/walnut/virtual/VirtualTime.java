package io.github.walnut.virtual;

import io.github.walnut.dispatch.Scheduler;
import io.github.walnut.ups.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that moves only when it is told to, and runs what is due on its way. */
public final class VirtualTime implements Clock, Scheduler {

    private record Task(Instant at, long order, Runnable work) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::at).thenComparing(Task::order));
    private Instant now = Instant.parse("2026-03-04T10:00:00Z");
    private long order;

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long monotonicMillis() {
        return now.toEpochMilli();
    }

    @Override
    public void after(Duration delay, Runnable task) {
        tasks.add(new Task(now.plus(delay), order++, task));
    }

    /** Runs everything that becomes due within the given time. */
    public void pass(Duration time) {
        Instant end = now.plus(time);
        while (!tasks.isEmpty() && !tasks.peek().at().isAfter(end)) {
            Task task = tasks.poll();
            now = task.at().isAfter(now) ? task.at() : now;
            task.work().run();
        }
        now = end;
    }

    /** What a killed process had still meant to do. */
    public void forgetEverything() {
        tasks.clear();
    }
}
