package io.github.walnut.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Says in the store's own words that no reader came free in time. */
final class PatientReaders extends DelegatingDataSource {

    PatientReaders(DataSource pool) {
        super(pool);
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            return super.getConnection();
        } catch (SQLTransientConnectionException e) {
            throw new StoreUnavailableException(
                    "no connection for reading came free: " + e.getMessage(), e);
        }
    }
}
