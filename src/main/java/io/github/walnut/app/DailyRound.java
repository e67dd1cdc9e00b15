package io.github.walnut.app;

import io.github.walnut.dispatch.NamedThreads;
import io.github.walnut.ups.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something once a day at a local time; a day on which walNUT does not run is left out. */
final class DailyRound implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DailyRound.class);

    private final ScheduledExecutorService thread;
    private final String name;
    private final Supplier<LocalTime> at;
    private final ZoneId zone;
    private final Clock clock;
    private final Runnable work;
    private ScheduledFuture<?> next;

    DailyRound(String name, Supplier<LocalTime> at, ZoneId zone, Clock clock, Runnable work) {
        this.thread = Executors.newSingleThreadScheduledExecutor(new NamedThreads(name));
        this.name = name;
        this.at = at;
        this.zone = zone;
        this.clock = clock;
        this.work = work;
    }

    /** Waits for the next time; call it again when that has become another. */
    synchronized void start() {
        if (next != null) {
            next.cancel(false);
        }
        next =
                thread.schedule(
                        this::round, untilNext(clock.now()).toMillis(), TimeUnit.MILLISECONDS);
    }

    /** More than zero: a time that is just now is that of tomorrow. */
    Duration untilNext(Instant now) {
        ZonedDateTime here = now.atZone(zone);
        LocalTime time = at.get();
        ZonedDateTime today = here.toLocalDate().atTime(time).atZone(zone);
        ZonedDateTime coming =
                today.isAfter(here)
                        ? today
                        : here.toLocalDate().plusDays(1).atTime(time).atZone(zone);
        return Duration.between(here, coming);
    }

    private void round() {
        try {
            work.run();
        } catch (RuntimeException e) {
            new RoundFaults(LOG, thread::isShutdown).tell("The daily " + name + " failed", e);
        }
        if (!thread.isShutdown()) {
            start();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
