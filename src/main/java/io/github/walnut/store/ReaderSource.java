package io.github.walnut.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** Gives the pool its connections. */
final class ReaderSource extends AbstractDataSource {

    private static final int SECONDS_TO_OPEN = 5;

    private final Cipher cipher;

    ReaderSource(Cipher cipher) {
        this.cipher = cipher;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return cipher.openReader();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }

    /** For so long a pool that is closed waits for a connection that is just being opened. */
    @Override
    public int getLoginTimeout() {
        return SECONDS_TO_OPEN;
    }

    /** The time is fixed; the pool sets it to the same. */
    @Override
    public void setLoginTimeout(int seconds) {
        logger.debug("opening takes up to " + SECONDS_TO_OPEN + " s, not " + seconds);
    }
}
