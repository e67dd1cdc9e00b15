package io.github.walnut.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/** Creates the file or checks it, and brings its schema forward. Leaves no connection open. */
final class DatabaseFile {

    private static final byte[] PLAIN_HEADER =
            "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    private final DatabaseConfig.Mode mode;
    private final DatabasePath path;
    private final Cipher cipher;
    private final OpenFailures failures;

    DatabaseFile(DatabaseConfig.Mode mode, DatabasePath path, Cipher cipher) {
        this.mode = mode;
        this.path = path;
        this.cipher = cipher;
        this.failures = new OpenFailures(path);
    }

    /**
     * @param version of the schema, 0 in a new file
     * @param pending steps have to be taken
     */
    private record Schema(int version, boolean pending) {}

    /**
     * @param alone no server runs
     * @return the version of its schema before, 0 when the file is new
     */
    int prepare(boolean alone) {
        Schema schema = path.holdsDatabase() ? inspect() : create();
        if (schema.pending()) {
            migrate(schema.version(), alone);
        }
        return schema.version();
    }

    private Schema create() {
        try {
            PrivateFiles.createFile(path.file());
        } catch (IOException e) {
            throw StoreException.configuration("cannot create " + path.file() + ": " + e, e);
        }
        try (Connection connection = cipher.openPlain()) {
            execute(connection, "PRAGMA auto_vacuum = INCREMENTAL");
            execute(connection, "PRAGMA journal_mode = WAL");
            return new Schema(0, true);
        } catch (SQLException e) {
            throw failures.unreadable(e);
        }
    }

    private Schema inspect() {
        refusePlainFile();
        try (Connection connection = cipher.openPlain()) {
            requireReadable(connection);
            Migrations migrations = new Migrations(connection);
            migrations.refuseNewerSchema(path);
            Schema schema = new Schema(migrations.version(), migrations.pending());
            if (schema.pending()) {
                execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
            }
            return schema;
        } catch (SQLException e) {
            throw failures.unreadable(e);
        }
    }

    private void refusePlainFile() {
        try (InputStream in = Files.newInputStream(path.file())) {
            if (Arrays.equals(in.readNBytes(PLAIN_HEADER.length), PLAIN_HEADER)) {
                throw StoreException.configuration(
                        "the database " + path.file() + " is not encrypted: expected SQLCipher 4");
            }
        } catch (IOException e) {
            throw StoreException.configuration("cannot read " + path.file() + ": " + e, e);
        }
    }

    /** A command reads one page only: the server has checked the others at its start. */
    private void requireReadable(Connection connection) throws SQLException {
        String check =
                mode == DatabaseConfig.Mode.SERVER
                        ? "PRAGMA quick_check(1)"
                        : "SELECT 'ok' WHERE (SELECT count(*) FROM sqlite_schema) >= 0";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(check)) {
            String found = rows.next() ? rows.getString(1) : "no answer";
            if (!found.equals("ok")) {
                throw failures.damaged(found, null);
            }
        }
    }

    private void migrate(int before, boolean alone) {
        if (!alone) {
            throw StoreException.configuration(
                    "the database "
                            + path.file()
                            + " needs a migration, but its folder is in use:"
                            + " stop the server, then walnut db init");
        }
        if (before > 0) {
            new MigrationCopies(path.folder().resolve("backups")).copy(path.file(), before);
        }
        try (Connection connection = cipher.openWriter(Lane.JOURNAL)) {
            if (before > 0) {
                Migrations.migrate(connection, path, MigrationProgress.USUAL);
            } else {
                new Migrations(connection).migrate(path);
            }
        } catch (SQLException e) {
            throw failures.unreadable(e);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
