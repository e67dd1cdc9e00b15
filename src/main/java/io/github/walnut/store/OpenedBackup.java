package io.github.walnut.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;

/** The database of an unpacked backup, open for reading and found sound. */
final class OpenedBackup implements AutoCloseable {

    /** Bytes; far beyond what walNUT writes, and what memory has room for. */
    static final int LONGEST_VALUE = 64 << 20;

    private final BackupManifest manifest;
    private final Connection connection;
    private final JdbcClient reader;

    private OpenedBackup(BackupManifest manifest, Connection connection) {
        this.manifest = manifest;
        this.connection = connection;
        this.reader = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    static OpenedBackup open(Path parts, BackupManifest manifest) throws IOException {
        return open(parts, manifest, LONGEST_VALUE);
    }

    /**
     * @param longestValue bytes; reading a longer one fails
     */
    static OpenedBackup open(Path parts, BackupManifest manifest, int longestValue)
            throws IOException {
        Path file = parts.resolve(BackupManifest.DATABASE);
        DatabaseConfig config =
                new DatabaseConfig(
                        file.toString(),
                        manifest.key().toCharArray(),
                        manifest.kdfIter(),
                        4,
                        Duration.ofSeconds(5),
                        false,
                        DatabaseConfig.Mode.COMMAND,
                        "backup");
        try {
            Connection connection = new Cipher(new DatabasePath(file), config).openPlain();
            try {
                connection
                        .unwrap(SQLiteConnection.class)
                        .setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, longestValue);
                return checked(manifest, connection, file);
            } catch (SQLException | IOException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException | StoreException | org.springframework.dao.DataAccessException e) {
            throw new IOException("the database in the backup is damaged: " + e.getMessage(), e);
        }
    }

    private static OpenedBackup checked(BackupManifest manifest, Connection connection, Path file)
            throws SQLException, IOException {
        CopyUnderKey.execute(connection, "PRAGMA query_only = ON");
        CopyUnderKey.execute(connection, "PRAGMA trusted_schema = OFF");
        requireTables(connection);
        CopyUnderKey.requireSound(connection, file);
        OpenedBackup opened = new OpenedBackup(manifest, connection);
        Map<String, Long> rows = TableCopy.count(opened.reader);
        if (!rows.equals(manifest.rows()) || TableCopy.schema(opened.reader) != manifest.schema()) {
            throw new IOException("the database in the backup is not what its manifest says");
        }
        return opened;
    }

    /** What computes its rows while they are read could do so without an end. */
    private static void requireTables(Connection connection) throws SQLException, IOException {
        List<String> others =
                TableCopy.names(
                        connection,
                        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type <> 'table'");
        if (!others.isEmpty()) {
            throw new IOException(
                    "the database in the backup holds what is no table: " + others.get(0));
        }
    }

    BackupManifest manifest() {
        return manifest;
    }

    JdbcClient reader() {
        return reader;
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IOException("the database of the backup cannot be closed", e);
        }
    }
}
