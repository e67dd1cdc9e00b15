package io.github.walnut.store;

import io.github.walnut.run.Journal;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The row {@code instance}: which server the file belongs to. Each start raises its epoch, so that
 * a server that lost the file to another one notices before it writes.
 */
final class Epochs {

    private static final String INSTANCE = "instance";

    private final Database database;

    Epochs(Database database) {
        this.database = database;
    }

    long raise(String holder, Instant now) {
        return database.write(
                Lane.JOURNAL,
                tx -> {
                    tx.sql(
                                    """
                                    INSERT INTO locks (name, holder, epoch, acquired_at)
                                    VALUES (:name, :holder, 1, :now)
                                    ON CONFLICT (name) DO UPDATE
                                    SET holder = excluded.holder, epoch = locks.epoch + 1,
                                        acquired_at = excluded.acquired_at
                                    """)
                            .param("name", INSTANCE)
                            .param("holder", holder)
                            .param("now", now.toEpochMilli())
                            .update();
                    return epoch(tx);
                });
    }

    /** 0 before the first server. */
    long current() {
        return epoch(database.reader());
    }

    /** Fails when another server has raised the epoch since. */
    static void require(JdbcClient tx, long expected) {
        if (epoch(tx) != expected) {
            throw new Journal.EpochLostException(
                    "the store has passed to "
                            + tx.sql(
                                            "SELECT holder || ' at ' || acquired_at FROM locks"
                                                    + " WHERE name = ?")
                                    .param(INSTANCE)
                                    .query(String.class)
                                    .optional()
                                    .orElse("nobody")
                            + ": this process wrote under epoch "
                            + expected);
        }
    }

    /** Changes a page and leaves its content as it was: a store that is full does not take it. */
    static void touch(JdbcClient tx) {
        tx.sql("UPDATE locks SET acquired_at = acquired_at WHERE name = ?")
                .param(INSTANCE)
                .update();
    }

    private static long epoch(JdbcClient tx) {
        return tx.sql("SELECT epoch FROM locks WHERE name = ?")
                .param(INSTANCE)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }
}
