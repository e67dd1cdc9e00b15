package io.github.walnut.store;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Whether the file was found damaged while a server uses it. From then on it is left as it is:
 * nothing is written to it, and what has to be read is read from the newest snapshot, until the
 * server is started again.
 */
public final class Damage {

    private static final Logger LOG = LoggerFactory.getLogger(Damage.class);

    private final Database database;
    private final CountDownLatch ready = new CountDownLatch(1);
    private StateSnapshots snapshots;
    private Consumer<String> listener = why -> {};
    private volatile String found;
    private volatile StandIn standIn;

    Damage(Database database) {
        this.database = database;
    }

    /** Without snapshots, damage is an error of each statement and nothing more. */
    public synchronized void watch(StateSnapshots newest) {
        snapshots = newest;
    }

    /** Hears of it once, at once when it was found before. */
    public synchronized void tell(Consumer<String> who) {
        listener = who;
        if (found != null) {
            who.accept(found);
        }
    }

    /** What was found; null while nothing was. */
    public String found() {
        return found;
    }

    /** Whether the failure is that of a page which is not as it was written. */
    static boolean is(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLiteException sqlite) {
                int code = sqlite.getResultCode().code & 0xff;
                return code == SQLiteErrorCode.SQLITE_CORRUPT.code
                        || code == SQLiteErrorCode.SQLITE_NOTADB.code;
            }
        }
        return false;
    }

    void notice(Throwable failure) {
        if (is(failure)) {
            begin(failure.getMessage());
        }
    }

    /** Somebody has read a page that is not as it was written. */
    public synchronized void begin(String what) {
        if (found != null || snapshots == null) {
            return;
        }
        found = what.replaceAll("\\s+", " ");
        LOG.error("The database {} is damaged and is left as it is: {}", database.file(), found);
        database.trouble().begin("the database is damaged");
        Thread builder = new Thread(this::standIn, "stand-in");
        builder.setDaemon(true);
        builder.start();
        listener.accept(found);
    }

    private void standIn() {
        try {
            DatabasePath path = StandIn.pathIn(database.folder());
            StandIn.remove(path);
            Cipher cipher = database.cipher().ofCopy(path);
            Optional<Instant> at = snapshots.fill(path, cipher);
            if (at.isPresent()) {
                standIn = new StandIn(cipher);
                LOG.warn("What protection reads comes from the snapshot of {}", at.get());
            } else {
                LOG.error("There is no snapshot: what was read before is all that is known");
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("The snapshot cannot stand in for the database", e);
        } finally {
            ready.countDown();
        }
    }

    /**
     * @throws StoreUnavailableException when it was found
     */
    void check() {
        if (found != null) {
            throw new StoreUnavailableException(
                    "the database is damaged (" + found + "): restore a backup", null);
        }
    }

    /** Its own reader, or that of what stands in. */
    JdbcClient reader(JdbcClient own) {
        if (found == null) {
            return own;
        }
        StandIn other = standIn;
        if (other == null) {
            check();
        }
        return other.reader();
    }

    /** Waits until something stands in; false when nothing does, or nothing is damaged. */
    boolean await(Duration longest) {
        try {
            return found != null
                    && ready.await(longest.toMillis(), TimeUnit.MILLISECONDS)
                    && standIn != null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void close() {
        StandIn other = standIn;
        if (other != null) {
            other.close();
        }
    }
}
