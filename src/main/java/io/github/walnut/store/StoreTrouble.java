package io.github.walnut.store;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.springframework.dao.DataAccessException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Whether the store fails to take what has to be written now. Once it has failed, nobody waits for
 * it again until its keeper has found that it works.
 */
final class StoreTrouble {

    /** What a statement answers that is right in itself, while the file cannot serve. */
    private static final Set<SQLiteErrorCode> OF_THE_FILE =
            Set.of(
                    SQLiteErrorCode.SQLITE_BUSY,
                    SQLiteErrorCode.SQLITE_LOCKED,
                    SQLiteErrorCode.SQLITE_NOMEM,
                    SQLiteErrorCode.SQLITE_READONLY,
                    SQLiteErrorCode.SQLITE_INTERRUPT,
                    SQLiteErrorCode.SQLITE_IOERR,
                    SQLiteErrorCode.SQLITE_CORRUPT,
                    SQLiteErrorCode.SQLITE_FULL,
                    SQLiteErrorCode.SQLITE_CANTOPEN,
                    SQLiteErrorCode.SQLITE_PROTOCOL,
                    SQLiteErrorCode.SQLITE_NOTADB);

    /** A change that somebody waits for gives the store this long from the begin of trouble. */
    private static final long MOMENT_NANOS = TimeUnit.SECONDS.toNanos(3);

    private volatile boolean kept;
    private volatile String why;
    private long begun;

    /** Somebody looks after it from now on; before, each write tries for itself. */
    void keep() {
        kept = true;
    }

    synchronized void begin(String reason) {
        if (kept && why == null) {
            begun = System.nanoTime();
            why = reason;
        }
    }

    synchronized void end() {
        why = null;
        notifyAll();
    }

    /**
     * Lets trouble that has just begun pass, as it does when a disk stood still; what lasts is not
     * waited for. To be called where nobody who protects waits for the caller.
     */
    void settle() {
        if (why == null) {
            return;
        }
        synchronized (this) {
            try {
                long left = MOMENT_NANOS - (System.nanoTime() - begun);
                while (why != null && left > 0) {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                    left = MOMENT_NANOS - (System.nanoTime() - begun);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    boolean present() {
        return why != null;
    }

    /** Null while there is none. */
    String why() {
        return why;
    }

    /**
     * @throws StoreUnavailableException at once while there is trouble
     */
    void check() {
        String reason = why;
        if (reason != null) {
            throw new StoreUnavailableException("the store is in trouble: " + reason, null);
        }
    }

    /** The failure lies with the file and not with what was to be written. */
    static boolean ofTheFile(DataAccessException failure) {
        return failure.getMostSpecificCause() instanceof SQLiteException sqlite
                && OF_THE_FILE.stream()
                        .anyMatch(code -> code.code == (sqlite.getResultCode().code & 0xff));
    }
}
