package io.github.walnut.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Says in the store's own words that no reader came free in time. Threads that are to leave
 * connections to others have half of them at most.
 */
final class PatientReaders extends DelegatingDataSource {

    private static final long PATIENCE_SECONDS = 5;

    private final Semaphore limited;

    /**
     * @param size of the pool
     */
    PatientReaders(DataSource pool, int size) {
        super(pool);
        this.limited = new Semaphore(Math.max(1, size / 2), true);
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (!(Thread.currentThread() instanceof LimitedReader reader)) {
            return open();
        }
        boolean turn = !reader.reading();
        if (turn) {
            takeTurn();
        }
        try {
            Connection connection = returning(open(), reader, turn);
            reader.opened();
            return connection;
        } catch (SQLException | RuntimeException e) {
            if (turn) {
                limited.release();
            }
            throw e;
        }
    }

    private Connection open() throws SQLException {
        try {
            return super.getConnection();
        } catch (SQLTransientConnectionException e) {
            throw new StoreUnavailableException(
                    "no connection for reading came free: " + e.getMessage(), e);
        }
    }

    private void takeTurn() {
        try {
            if (!limited.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new StoreUnavailableException(
                        "no connection for reading came free in " + PATIENCE_SECONDS + " s", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("waiting for a reader was interrupted", e);
        }
    }

    /**
     * The connection, which gives the turn back when it is closed for the first time.
     *
     * @param turn whether it has one
     */
    private Connection returning(Connection connection, LimitedReader reader, boolean turn) {
        AtomicBoolean closed = new AtomicBoolean();
        return (Connection)
                Proxy.newProxyInstance(
                        Connection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (proxy, method, arguments) -> {
                            try {
                                return method.invoke(connection, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            } finally {
                                if (method.getName().equals("close") && !closed.getAndSet(true)) {
                                    reader.closed();
                                    if (turn) {
                                        limited.release();
                                    }
                                }
                            }
                        });
    }
}
