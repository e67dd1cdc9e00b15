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
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something once a day at a local time; a day on which walNUT does not run is left out. */
final class DailyRound implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DailyRound.class);

    private final ScheduledExecutorService thread;
    private final String name;
    private final LocalTime at;
    private final ZoneId zone;
    private final Clock clock;
    private final Runnable work;

    DailyRound(String name, LocalTime at, ZoneId zone, Clock clock, Runnable work) {
        this.thread = Executors.newSingleThreadScheduledExecutor(new NamedThreads(name));
        this.name = name;
        this.at = at;
        this.zone = zone;
        this.clock = clock;
        this.work = work;
    }

    void start() {
        thread.schedule(this::round, untilNext(clock.now()).toMillis(), TimeUnit.MILLISECONDS);
    }

    /** More than zero: a time that is just now is that of tomorrow. */
    Duration untilNext(Instant now) {
        ZonedDateTime here = now.atZone(zone);
        ZonedDateTime today = here.toLocalDate().atTime(at).atZone(zone);
        ZonedDateTime next =
                today.isAfter(here)
                        ? today
                        : here.toLocalDate().plusDays(1).atTime(at).atZone(zone);
        return Duration.between(here, next);
    }

    private void round() {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("The daily {} failed", name, e);
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
