package io.github.walnut.store;

import io.github.walnut.run.Run;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Runs as they are listed; one with its steps comes from {@link JdbcJournal#find}. */
public final class RunQueries {

    private static final String RELEASES = "policy_releases";

    private final Database database;

    public RunQueries(Database database) {
        this.database = database;
    }

    /**
     * Newest first.
     *
     * @param cursor of the page before, or null for the first page
     * @throws InvalidCursorException when the cursor is not one of this filter, or too old
     */
    public Page<Run> page(RunFilter filter, String cursor, int limit) {
        Instant now = database.clock().now();
        Where where = filter.where();
        if (cursor != null) {
            Cursor after = Cursor.decode(cursor, filter, now);
            where.and("(created_at, rowid) < (?, ?)", after.at(), after.tie());
        }
        List<Numbered> rows =
                where.statement(
                                database.reader(),
                                "SELECT *, rowid AS number FROM policy_executions",
                                "ORDER BY created_at DESC, rowid DESC LIMIT " + (limit + 1))
                        .query(Row.to(row -> new Numbered(RunRows.read(row), row.number("number"))))
                        .list();
        List<Run> runs = rows.stream().limit(limit).map(Numbered::run).toList();
        if (rows.size() <= limit) {
            return new Page<>(runs, null);
        }
        Numbered last = rows.get(limit - 1);
        Cursor end = new Cursor(last.run().createdAt().toEpochMilli(), last.number());
        return new Page<>(runs, end.encode(filter, now));
    }

    private record Numbered(Run run, long number) {}

    public long count(RunFilter filter) {
        return filter.where()
                .statement(database.reader(), "SELECT count(*) FROM policy_executions", "")
                .query(Long.class)
                .single();
    }

    /**
     * The latest run of each policy, UPS and mode that dispatched something, of those made at or
     * after this moment. Runs that power return or a person cut short do not count.
     */
    public List<Run> lastDispatches(Instant since) {
        return database.reader()
                .sql(
                        """
                        SELECT *, max(created_at) FROM %s
                        WHERE created_at >= ?
                          AND first_dispatch_at IS NOT NULL
                          AND state = 'done' AND kind = 'event'
                          AND coalesce(result, '') NOT IN ('held', 'reversed', 'cancelled')
                        GROUP BY policy_id, coalesce(ups_id, ''), mode
                        """
                                .formatted(database.from(RunRows.TABLE)))
                .param(since.toEpochMilli())
                .query(Row.to(RunRows::read))
                .list();
    }

    /** The latest live run of each policy that has ended, by event or by hand. */
    public List<Run> lastLive() {
        return database.reader()
                .sql(
                        """
                        SELECT *, max(ended_at) FROM policy_executions
                        WHERE mode = 'live' AND state = 'done' AND kind IN ('event', 'manual')
                        GROUP BY policy_id
                        """)
                .query(Row.to(RunRows::read))
                .list();
    }

    /** Matches that a suppression window held back, made at or after this moment. */
    public List<Run> suppressed(Instant since) {
        return database.reader()
                .sql(
                        "SELECT * FROM "
                                + database.from(RunRows.TABLE)
                                + " WHERE state = 'suppressed' AND created_at >= ?"
                                + " ORDER BY created_at")
                .param(since.toEpochMilli())
                .query(Row.to(RunRows::read))
                .list();
    }

    /** Runs of open outages that a person cancelled, unless their policy was released since. */
    public List<Run> cancelledInOutage() {
        return database.reader()
                .sql(
                        """
                        SELECT r.* FROM (SELECT * FROM %s) r
                        JOIN (SELECT * FROM %s) o ON o.id = r.outage_id AND o.ended_at IS NULL
                        LEFT JOIN (SELECT * FROM %s) f ON f.policy_id = r.policy_id
                        WHERE r.state = 'cancelled'
                          AND (f.released_at IS NULL OR r.ended_at > f.released_at)
                        """
                                .formatted(
                                        database.from(RunRows.TABLE),
                                        database.from("outages"),
                                        database.from(RELEASES)))
                .query(Row.to(RunRows::read))
                .list();
    }

    /** A person lets a cancelled policy match again. */
    public void released(UUID policyId, Instant at) {
        Columns release = new Columns().set("policy_id", policyId).set("released_at", at);
        try {
            database.write(Lane.JOURNAL, tx -> release.put(tx, RELEASES, "policy_id"));
        } catch (StoreUnavailableException e) {
            if (!database.kept().keep(List.of(release.kept(RELEASES, "policy_id")), List.of())) {
                throw e;
            }
        }
    }
}
