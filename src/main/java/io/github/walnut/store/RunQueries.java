package io.github.walnut.store;

import io.github.walnut.run.Run;
import java.time.Instant;
import java.util.List;

/** Runs as they are listed; one with its steps comes from {@link JdbcJournal#find}. */
public final class RunQueries {

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
}
