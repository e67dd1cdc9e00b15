package io.github.walnut.virtual;

import io.github.walnut.dispatch.Scheduler;
import io.github.walnut.ups.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CancellationException;

/** A clock that moves only when it is told to, and runs what is due on its way. */
public final class VirtualTime implements Clock, Scheduler {

    /** When virtual time begins unless somebody says otherwise: a Wednesday. */
    public static final Instant ORIGIN = Instant.parse("2026-03-04T10:00:00Z");

    private record Task(Instant at, long order, Runnable work) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::at).thenComparing(Task::order));
    private Instant now;
    private boolean stopped;
    private long stoodMillis;
    private long resumedMillis = Long.MIN_VALUE;
    private long order;
    private long steps;
    private long mostSteps = Long.MAX_VALUE;

    /** As many steps as were allowed were taken. */
    static final class OutOfSteps extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    public VirtualTime() {
        this(ORIGIN);
    }

    public VirtualTime(Instant start) {
        now = start;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long monotonicMillis() {
        return now.toEpochMilli();
    }

    @Override
    public long runningMillis() {
        return monotonicMillis() - stoodMillis;
    }

    @Override
    public long resumedMillis() {
        return resumedMillis;
    }

    /** From now on time passes and nothing runs, until {@link #goOn()}. */
    void stop() {
        stopped = true;
    }

    /** What became due meanwhile runs as soon as time passes again. */
    void goOn(Duration stood) {
        stopped = false;
        stoodMillis += stood.toMillis();
        resumedMillis = monotonicMillis();
    }

    @Override
    public void after(Duration delay, Runnable task) {
        at(now.plus(delay), task);
    }

    void at(Instant due, Runnable task) {
        tasks.add(new Task(due, order++, task));
    }

    /** Runs everything that becomes due within the given time. */
    public void pass(Duration time) {
        passUntil(now.plus(time));
    }

    /** Allows so many steps in all. A step is a piece of work that became due. */
    void allow(long most) {
        mostSteps = most;
    }

    /** How many were taken so far. */
    long steps() {
        return steps;
    }

    public void passUntil(Instant end) {
        while (!stopped && !tasks.isEmpty() && !tasks.peek().at().isAfter(end)) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("nobody waits for this world any more");
            }
            if (steps >= mostSteps) {
                throw new OutOfSteps();
            }
            steps++;
            Task task = tasks.poll();
            now = task.at().isAfter(now) ? task.at() : now;
            task.work().run();
        }
        now = end.isAfter(now) ? end : now;
    }

    /** What a killed process had still meant to do. */
    public void forgetEverything() {
        stopped = false;
        tasks.clear();
    }
}
