package io.github.walnut.dispatch;

import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.Drivers;
import io.github.walnut.run.ErrorClass;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Makes calls on threads of its own, and answers for drivers that do not come back in time. */
public final class PooledCalls implements CallRunner, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PooledCalls.class);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration SLICE = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final Drivers drivers;
    private final Scheduler scheduler;
    private final ThreadPoolExecutor threads;

    public PooledCalls(Drivers drivers, Scheduler scheduler) {
        this.drivers = drivers;
        this.scheduler = scheduler;
        this.threads =
                new ThreadPoolExecutor(
                        0,
                        Integer.MAX_VALUE,
                        IDLE.toSeconds(),
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        new NamedThreads("dispatch-call"));
    }

    @Override
    public void expect(int calls) {
        int missing = calls - (threads.getPoolSize() - threads.getActiveCount());
        if (missing > 0 && !threads.isShutdown()) {
            threads.setCorePoolSize(threads.getPoolSize() + missing);
            threads.prestartAllCoreThreads();
            threads.setCorePoolSize(0);
        }
    }

    @Override
    public void run(DriverCall call, End end) {
        AtomicBoolean answered = new AtomicBoolean();
        Duration limit = Duration.ofMillis(call.deadlineMillis()).plus(GRACE);
        Map<String, String> logged = MDC.getCopyOfContextMap();
        threads.execute(
                () -> {
                    DriverResult result = ask(call, logged);
                    if (answered.compareAndSet(false, true)) {
                        end.ended(result);
                    } else {
                        end.over();
                    }
                });
        after(
                limit,
                answered,
                () -> {
                    if (answered.compareAndSet(false, true)) {
                        end.answered(late(call, limit));
                    }
                });
    }

    /**
     * In slices, so that a time in which the process stood still costs no more than one of them.
     */
    private void after(Duration left, AtomicBoolean answered, Runnable late) {
        if (left.compareTo(SLICE) <= 0) {
            scheduler.after(left, late);
            return;
        }
        scheduler.after(
                SLICE,
                () -> {
                    if (!answered.get()) {
                        after(left.minus(SLICE), answered, late);
                    }
                });
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** What the driver logs carries what the caller's lines do. */
    private DriverResult ask(DriverCall call, Map<String, String> logged) {
        MDC.setContextMap(logged == null ? Map.of() : logged);
        MDC.put("host", call.host().id());
        try {
            return drivers.call(call);
        } catch (RuntimeException e) {
            LOG.error("driver of {} failed at {}", call.host().id(), what(call), e);
            return Calls.failed(
                    call,
                    ErrorClass.INTERNAL,
                    "The driver of " + call.host().id() + " failed at " + what(call) + ": " + e,
                    true);
        } finally {
            MDC.clear();
        }
    }

    private static DriverResult late(DriverCall call, Duration limit) {
        return Calls.failed(
                call,
                ErrorClass.TIMEOUT,
                "No answer to " + what(call) + " on " + call.host().id() + " within " + limit,
                true);
    }

    private static String what(DriverCall call) {
        return call.mode().word() + " " + call.capability() + ":" + call.verb();
    }
}
