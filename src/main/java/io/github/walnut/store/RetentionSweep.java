package io.github.walnut.store;

import io.github.walnut.ups.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds samples into roll-ups, then deletes what is past its time, in small batches between which
 * other writers get their turn. It stops at once while a run is in progress, and goes on with the
 * next sweep.
 */
public final class RetentionSweep {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionSweep.class);

    private static final int PAGES_FREED = 1_000;

    private final Database database;
    private final Tables tables;
    private final Supplier<Periods> periods;
    private final BooleanSupplier runInProgress;

    /** Whose rows are swept. */
    public record Tables(
            SampleStore samples,
            RollupStore rollups,
            EventStore events,
            OutageRepository outages,
            DecisionLog decisions,
            JdbcJournal journal,
            SessionRepository sessions,
            AuditLog audit,
            JobRepository jobs,
            HostHealth health,
            TokenRepository tokens,
            ThrottleRepository throttled,
            OutboxRepository outbox) {}

    /** How long rows are kept. */
    public record Periods(
            Duration samples,
            Duration fiveMinutes,
            Duration hours,
            Duration events,
            Duration runs,
            Duration dryRuns,
            Duration audit,
            Duration jobs) {

        public static final Periods DEFAULT =
                new Periods(
                        Duration.ofHours(24),
                        Duration.ofDays(30),
                        Duration.ofDays(730),
                        Duration.ofDays(365),
                        Duration.ofDays(365),
                        Duration.ofDays(90),
                        Duration.ofDays(730),
                        JobRepository.KEPT);
    }

    /**
     * @param periods asked at each sweep
     * @param runInProgress asked between batches
     */
    public RetentionSweep(
            Database database,
            Tables tables,
            Supplier<Periods> periods,
            BooleanSupplier runInProgress) {
        this.database = database;
        this.tables = tables;
        this.periods = periods;
        this.runInProgress = runInProgress;
    }

    /** One sweep; how many rows went. */
    public int sweep() {
        Instant now = database.clock().now();
        Periods kept = periods.get();
        if (runInProgress.getAsBoolean()) {
            LOG.info("the sweep waits: a run is in progress");
            return 0;
        }
        tables.samples().packAll(now);
        tables.rollups().rollUp(now);
        tables.health().rollUp(now);
        pinOutages(now.minus(kept.samples()));
        int rows = sweepSamples(now, kept) + sweepRecords(now, kept);
        database.freePages(PAGES_FREED);
        LOG.debug("the sweep deleted {} rows", rows);
        return rows;
    }

    /** Of an outage that goes on or ended lately, samples came since its pins were set. */
    private void pinOutages(Instant samplesFrom) {
        Instant from = samplesFrom.minus(Pins.AFTER).minus(Pins.AFTER);
        for (Outage outage : tables.outages().between(null, from, database.clock().now(), 10_000)) {
            tables.samples().pin(outage);
        }
    }

    private int sweepSamples(Instant now, Periods kept) {
        Instant before = now.minus(kept.samples());
        return drain(() -> tables.samples().forget(before))
                + drain(() -> tables.samples().forgetPinned(now.minus(Pins.KEPT)))
                + drain(
                        () ->
                                tables.rollups()
                                        .forget(
                                                RollupStore.FIVE_MINUTES,
                                                now.minus(kept.fiveMinutes())))
                + drain(() -> tables.rollups().forget(RollupStore.HOUR, now.minus(kept.hours())));
    }

    private int sweepRecords(Instant now, Periods kept) {
        return drain(() -> tables.events().forget(now.minus(kept.events())))
                + tables.decisions().forget(now.minus(Duration.ofDays(1)))
                + drain(() -> tables.journal().forget(true, now.minus(kept.runs())))
                + drain(() -> tables.journal().forget(false, now.minus(kept.dryRuns())))
                + tables.sessions().forget(now.minus(Duration.ofDays(1)))
                + drain(() -> tables.audit().forget(now.minus(kept.audit())))
                + drain(() -> tables.health().forget(now))
                + drain(() -> tables.jobs().forget(now.minus(kept.jobs())))
                + tables.tokens().forget(now.minus(Duration.ofDays(30)))
                + tables.throttled().forget(now.minus(Duration.ofDays(1)))
                + drain(() -> tables.outbox().forget(now.minus(OutboxRepository.KEPT)));
    }

    private int drain(IntSupplier batch) {
        int all = 0;
        int rows = 1;
        while (rows > 0 && !runInProgress.getAsBoolean()) {
            rows = batch.getAsInt();
            all += rows;
        }
        return all;
    }
}
