package io.github.walnut.app;

import io.github.walnut.api.SystemReads.Component;
import io.github.walnut.config.Cron;
import io.github.walnut.config.SettingGroup;
import io.github.walnut.config.StoredSetting;
import io.github.walnut.dispatch.NamedThreads;
import io.github.walnut.store.Backups;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.EventName;
import io.github.walnut.ups.HealthEvents;
import io.github.walnut.ups.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes backups by the schedule of the settings and keeps the newest ones. A time that passed while
 * walNUT did not run is made up for soon after the start.
 */
final class BackupRound implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BackupRound.class);
    private static final Duration MAKE_UP_AFTER = Duration.ofMinutes(1);
    private static final Duration TRY_AGAIN_AFTER = Duration.ofHours(1);
    private static final Duration TELL_AGAIN_AFTER = Duration.ofHours(23);

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new NamedThreads("backup"));
    private final BackupDesk desk;
    private final StoreRoom store;
    private final Consumer<Event> events;
    private final Clock clock;
    private final Ids ids;
    private final ZoneId zone;
    private Instant watchedSince;
    private ScheduledFuture<?> next;
    private volatile String failure;
    private Instant told;

    /**
     * @param events hears when a backup could not be made
     */
    BackupRound(BackupDesk desk, StoreRoom store, Consumer<Event> events, Clock clock, Ids ids) {
        this.desk = desk;
        this.store = store;
        this.events = events;
        this.clock = clock;
        this.ids = ids;
        this.zone = store.inForce.zone();
        store.inForce.onChange(SettingGroup.BACKUP, this::start);
    }

    private Cron schedule() {
        String text = store.inForce.text(StoredSetting.BACKUP_SCHEDULE);
        return text.equals(Cron.OFF) ? null : new Cron(text);
    }

    /** Waits for the next time; call it again when the schedule has become another. */
    synchronized void start() {
        watchedSince = clock.now();
        failure = null;
        later(MAKE_UP_AFTER);
    }

    private synchronized void later(Duration atTheEarliest) {
        if (next != null) {
            next.cancel(false);
        }
        Cron schedule = schedule();
        ZonedDateTime due = schedule == null ? null : schedule.after(last());
        if (due != null && !thread.isShutdown()) {
            Duration wait = Duration.between(clock.now(), due.toInstant());
            boolean missed =
                    wait.compareTo(atTheEarliest) < 0 && !due.toInstant().isAfter(clock.now());
            next =
                    thread.schedule(
                            this::round,
                            (missed ? atTheEarliest : wait).toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    /** When the newest backup was made; without one, since when there could have been one. */
    private ZonedDateTime last() {
        return newest().map(Backups.Backup::at).orElse(watchedSince).atZone(zone);
    }

    private Optional<Backups.Backup> newest() {
        try {
            return desk.backups().list().stream().findFirst();
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("The folder of backups cannot be read", e);
            return Optional.empty();
        }
    }

    private void round() {
        make();
        later(failure == null ? MAKE_UP_AFTER : TRY_AGAIN_AFTER);
    }

    /** One backup now, as the schedule makes it. */
    void make() {
        char[] passphrase = store.desk.secret(StoredSetting.BACKUP_PASSPHRASE).orElse(null);
        try {
            if (passphrase == null) {
                throw new IOException("there is no passphrase for backups");
            }
            Backups.Backup made = desk.create(store, null, passphrase, false, OwnAudit.SYSTEM);
            desk.keep(store.inForce.number(StoredSetting.BACKUP_KEEP));
            failure = null;
            told = null;
            LOG.info("Backup {} is made, {} bytes", made.file().getFileName(), made.bytes());
        } catch (IOException | RuntimeException e) {
            failed(e);
        } finally {
            if (passphrase != null) {
                Arrays.fill(passphrase, '\0');
            }
        }
    }

    /** What the end of walNUT cuts short is made up for after the next start. */
    private void failed(Exception e) {
        if (thread.isShutdown()) {
            LOG.info("The backup under way is left to the next start");
            return;
        }
        failure = e.getMessage() == null ? e.toString() : e.getMessage();
        LOG.error("The backup could not be made: {}", failure);
        tell();
    }

    /** It is tried again each hour, and told once a day. */
    private void tell() {
        Instant now = clock.now();
        if (told == null || Duration.between(told, now).compareTo(TELL_AGAIN_AFTER) >= 0) {
            told = now;
            events.accept(
                    HealthEvents.told(
                            ids,
                            EventName.BACKUP_FAILED,
                            EventName.BACKUP_FAILED.severities().get(0),
                            new Event.Subject("system", "backup"),
                            now,
                            Map.of("reason", failure),
                            "The backup could not be made: " + failure));
        }
    }

    /** Seconds since the newest one; null while there is none. */
    Double ageSeconds() {
        return newest().map(made -> Duration.between(made.at(), clock.now()).toMillis() / 1000.0)
                .orElse(null);
    }

    /** Degraded when the newest backup is older than two times of the schedule. */
    List<Component> health() {
        Cron schedule = schedule();
        if (schedule == null) {
            return List.of(component("off", null));
        }
        if (failure != null) {
            return List.of(component("degraded", "The last one failed: " + failure));
        }
        ZonedDateTime one = schedule.after(last());
        ZonedDateTime two = one == null ? null : schedule.after(one);
        boolean late = two != null && two.toInstant().isBefore(clock.now());
        return List.of(
                late
                        ? component("degraded", "The newest one is of " + last().toInstant())
                        : component("ok", null));
    }

    private static Component component(String status, String message) {
        return new Component("backup", status, message, null, Map.of());
    }

    @Override
    public void close() throws InterruptedException {
        thread.shutdownNow();
        if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
            LOG.warn("A backup did not end in time");
        }
    }
}
