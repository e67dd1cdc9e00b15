package io.github.walnut.store;

import com.zaxxer.hikari.HikariPoolMXBean;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Figures of the open database, by name; those that are not known are null. */
public final class DatabaseStats {

    private static final Duration DAY = Duration.ofDays(1);

    /** Tables that grow with time, and which of their rows came since a moment. */
    private static final Map<String, String> GROWING =
            Map.of(
                    "ups_sample_blocks", "at >= ?",
                    "ups_variables", "seq IN (SELECT seq FROM ups_sample_blocks WHERE at >= ?)",
                    "ups_rollups", "at >= ?",
                    "events", "ts >= ?",
                    "audit_log", "at >= ?",
                    "policy_decisions", "at >= ?",
                    "integration_health", "at >= ?");

    private final Database database;
    private final Writer writer;
    private final HikariPoolMXBean pool;

    DatabaseStats(Database database, Writer writer, HikariPoolMXBean pool) {
        this.database = database;
        this.writer = writer;
        this.pool = pool;
    }

    /** What is at hand without reading the file: sizes, pool, queue and commits. */
    public Map<String, Object> quick() throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        Path file = database.file();
        Path log = file.resolveSibling(file.getFileName() + "-wal");
        all.put("path", file.toString());
        all.put("bytes", Files.size(file));
        all.put("wal_bytes", Files.exists(log) ? Files.size(log) : 0L);
        all.put("page_bytes", number("page_size"));
        all.put("free_pages", number("freelist_count"));
        all.put("journal_mode", text("journal_mode"));
        all.put("cipher", "sqlcipher 4");
        all.put("kdf_iter", database.cipher().key().iterations());
        all.put("schema", TableCopy.schema(database.reader()));
        all.put("epoch", database.epoch());
        Map<String, Object> connections = new LinkedHashMap<>();
        connections.put("active", pool.getActiveConnections());
        connections.put("idle", pool.getIdleConnections());
        connections.put("waiting", pool.getThreadsAwaitingConnection());
        all.put("pool", connections);
        all.put("queue", database.queued());
        Map<String, Object> commits = new LinkedHashMap<>();
        for (Lane lane : Lane.values()) {
            Map<String, Object> times = new LinkedHashMap<>();
            times.put("p50", writer.commits(lane).percentile(0.5));
            times.put("p99", writer.commits(lane).percentile(0.99));
            commits.put(lane.word(), times);
        }
        all.put("commit_ms", commits);
        return all;
    }

    /** The same with rows and bytes by table and the growth of a day, which reads every page. */
    public Map<String, Object> full() throws IOException {
        Map<String, Object> all = quick();
        Map<String, Long> rows = TableCopy.count(database.reader());
        Map<String, Long> bytes = bytes();
        all.put("rows", rows);
        all.put("table_bytes", bytes);
        all.put("growth_bytes_per_day", growth(rows, bytes));
        return all;
    }

    private Map<String, Long> bytes() {
        Map<String, Long> bytes = new TreeMap<>();
        database.reader()
                .sql(
                        "SELECT m.tbl_name, sum(s.pgsize) FROM dbstat s JOIN sqlite_schema m"
                                + " ON m.name = s.name GROUP BY m.tbl_name")
                .query((row, n) -> Map.entry(row.getString(1), row.getLong(2)))
                .list()
                .forEach(each -> bytes.put(each.getKey(), each.getValue()));
        return bytes;
    }

    /** What the rows of the last day take, by the mean of their table. */
    private long growth(Map<String, Long> rows, Map<String, Long> bytes) {
        JdbcClient reader = database.reader();
        long since = database.clock().now().minus(DAY).toEpochMilli();
        long sum = 0;
        for (Map.Entry<String, String> table : GROWING.entrySet()) {
            long all = rows.getOrDefault(table.getKey(), 0L);
            if (all > 0) {
                long day =
                        reader.sql(
                                        "SELECT count(*) FROM "
                                                + table.getKey()
                                                + " WHERE "
                                                + table.getValue())
                                .param(since)
                                .query(Long.class)
                                .single();
                sum += bytes.getOrDefault(table.getKey(), 0L) * day / all;
            }
        }
        return sum;
    }

    private long number(String pragma) {
        return database.reader().sql("PRAGMA " + pragma).query(Long.class).single();
    }

    private String text(String pragma) {
        return database.reader().sql("PRAGMA " + pragma).query(String.class).single();
    }
}
