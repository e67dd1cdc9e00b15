package io.github.walnut.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** One writing connection and its transactions. Used by the writer thread only. */
final class LaneConnection {

    private static final Logger LOG = LoggerFactory.getLogger(LaneConnection.class);

    private final Lane lane;
    private final Connection connection;
    private final JdbcTemplate template;
    private final JdbcClient client;
    private final CommitTimes commits = new CommitTimes();

    LaneConnection(Lane lane, Connection connection) {
        this.lane = lane;
        this.connection = connection;
        this.template = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
        this.client = JdbcClient.create(template);
    }

    CommitTimes commits() {
        return commits;
    }

    Connection connection() {
        return connection;
    }

    JdbcClient client() {
        return client;
    }

    JdbcTemplate template() {
        return template;
    }

    <T> T transact(Function<JdbcClient, T> work) {
        begin();
        boolean done = false;
        try {
            T result = work.apply(client);
            long begin = System.nanoTime();
            execute("COMMIT");
            done = true;
            commits.took(System.nanoTime() - begin);
            return result;
        } catch (SQLException e) {
            throw new StoreUnavailableException(
                    "the commit to the " + lane.word() + " failed: " + e.getMessage(), e);
        } finally {
            if (!done) {
                rollBack();
            }
        }
    }

    /** The lock is taken at once; later statements can then no longer fail for want of it. */
    private void begin() {
        long giveUp = System.nanoTime() + Writer.PATIENCE.toNanos();
        while (true) {
            try {
                execute("BEGIN IMMEDIATE");
                return;
            } catch (SQLException e) {
                if (!busy(e) || System.nanoTime() > giveUp) {
                    throw new StoreUnavailableException(
                            "the " + lane.word() + " cannot be written: " + e.getMessage(), e);
                }
                LOG.warn(
                        "the database is locked by another process; trying for {} s more",
                        TimeUnit.NANOSECONDS.toSeconds(giveUp - System.nanoTime()));
            }
        }
    }

    private static boolean busy(SQLException e) {
        return e instanceof SQLiteException sqlite
                && (sqlite.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
    }

    private void rollBack() {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            LOG.warn("a failed transaction was ended by SQLite itself: {}", e.getMessage());
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
