package io.github.walnut.store;

import io.github.walnut.ups.Clock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The checks that come before the database is used, in their order. */
final class DatabaseOpening {

    private static final byte[] PLAIN_HEADER =
            "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    private final DatabaseConfig config;
    private final DatabasePath path;
    private final Cipher cipher;
    private final Clock clock;
    private final Path mountInfo;

    DatabaseOpening(DatabaseConfig config, Clock clock, Path mountInfo) {
        this.config = config;
        this.clock = clock;
        this.mountInfo = mountInfo;
        this.path = DatabasePath.of(config.path(), Path.of(""));
        this.cipher = new Cipher(path, config);
    }

    Database open() {
        createFolder();
        new LocalDisk(path.folder(), mountInfo, config.allowNetworkFs()).check();
        Optional<InstanceLock> lock = lock();
        try {
            checkKey();
            prepareFile(lock.isPresent());
            Database database =
                    connect(config.mode() == DatabaseConfig.Mode.SERVER ? lock : Optional.empty());
            if (config.mode() != DatabaseConfig.Mode.SERVER) {
                release(lock);
            }
            return database;
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    private void createFolder() {
        try {
            PrivateFiles.createFolder(path.folder());
        } catch (IOException e) {
            throw StoreException.configuration(
                    "cannot create the data folder " + path.folder() + ": " + e, e);
        }
        if (!Files.isWritable(path.folder())) {
            throw StoreException.configuration(
                    "the data folder " + path.folder() + " is not writable");
        }
    }

    private Optional<InstanceLock> lock() {
        Path file = path.folder().resolve("walnut.lock");
        return config.mode() == DatabaseConfig.Mode.SERVER
                ? Optional.of(InstanceLock.take(file, config.holder()))
                : InstanceLock.tryTake(file, config.holder());
    }

    private void checkKey() {
        Path file = keyCheckFile();
        if (!Files.exists(file)) {
            return;
        }
        if (!Files.exists(path.file())) {
            if (config.mode() != DatabaseConfig.Mode.FORCE_NEW) {
                throw StoreException.configuration(
                        "the database "
                                + path.file()
                                + " is missing although "
                                + file
                                + " is there: restore a backup, or make a new one with db init --force-new");
            }
            return;
        }
        if (!KeyCheck.read(file).fits(config.key())) {
            throw wrongKey(null);
        }
    }

    private Path keyCheckFile() {
        return path.beside(".keycheck");
    }

    /** Creates or migrates the file, and leaves no connection open. */
    private void prepareFile(boolean alone) {
        boolean fresh = fresh();
        if (fresh) {
            createFile();
        } else {
            refusePlainFile();
        }
        int before;
        boolean pending;
        try (Connection connection = cipher.openPlain()) {
            if (fresh) {
                execute(connection, "PRAGMA auto_vacuum = INCREMENTAL");
                execute(connection, "PRAGMA journal_mode = WAL");
            } else {
                requireReadable(connection);
            }
            Migrations migrations = new Migrations(connection);
            migrations.refuseNewerSchema(path);
            before = migrations.version();
            pending = migrations.pending();
            if (pending) {
                execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
        if (!Files.exists(keyCheckFile()) || fresh) {
            KeyCheck.make(config.key(), config.kdfIterations()).write(keyCheckFile());
        }
        if (pending) {
            migrate(before, alone);
        }
    }

    private void migrate(int before, boolean alone) {
        if (!alone) {
            throw StoreException.configuration(
                    "the database "
                            + path.file()
                            + " needs a migration while a server is running: stop the server first");
        }
        if (before > 0) {
            new MigrationCopies(path.folder().resolve("backups")).copy(path.file(), before);
        }
        try (Connection connection = cipher.openWriter(Lane.JOURNAL)) {
            new Migrations(connection).migrate(path);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private void refusePlainFile() {
        try (var in = Files.newInputStream(path.file())) {
            if (java.util.Arrays.equals(in.readNBytes(PLAIN_HEADER.length), PLAIN_HEADER)) {
                throw StoreException.configuration(
                        "the database " + path.file() + " is not encrypted: expected SQLCipher 4");
            }
        } catch (IOException e) {
            throw StoreException.configuration("cannot read " + path.file() + ": " + e, e);
        }
    }

    /** Also when a start ended between creating the file and writing its first page. */
    private boolean fresh() {
        try {
            return !Files.exists(path.file()) || Files.size(path.file()) == 0;
        } catch (IOException e) {
            throw StoreException.configuration("cannot read " + path.file() + ": " + e, e);
        }
    }

    private void createFile() {
        try {
            PrivateFiles.createFile(path.file());
        } catch (IOException e) {
            throw StoreException.configuration("cannot create " + path.file() + ": " + e, e);
        }
    }

    private void requireReadable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA quick_check(1)")) {
            String found = rows.next() ? rows.getString(1) : "no answer";
            if (!found.equals("ok")) {
                throw damaged(found.replaceAll("\\s+", " "), null);
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Database connect(Optional<InstanceLock> lock) {
        Connection journal = null;
        Connection bulk = null;
        try {
            journal = cipher.openWriter(Lane.JOURNAL);
            bulk = cipher.openWriter(Lane.BULK);
            return new Database(config, path, cipher, new Writer(journal, bulk), lock, clock);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private StoreException unreadable(SQLException e) {
        if (e instanceof SQLiteException sqlite
                && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_NOTADB) {
            return Files.exists(keyCheckFile()) ? damaged("no readable page", e) : wrongKey(e);
        }
        if (e instanceof SQLiteException sqlite
                && (sqlite.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_CORRUPT.code) {
            return damaged(e.getMessage(), e);
        }
        return StoreException.configuration(
                "cannot open the database " + path.file() + ": " + e.getMessage(), e);
    }

    private StoreException wrongKey(Exception cause) {
        return StoreException.configuration("the database key does not open " + path.file(), cause);
    }

    private StoreException damaged(String found, Exception cause) {
        return StoreException.configuration(
                "the database "
                        + path.file()
                        + " is damaged ("
                        + found
                        + ") and was left as it is: restore a backup",
                cause);
    }

    private static void release(Optional<InstanceLock> lock) {
        try {
            if (lock.isPresent()) {
                lock.get().close();
            }
        } catch (IOException e) {
            throw StoreException.configuration("cannot release the lock of the data folder", e);
        }
    }
}
