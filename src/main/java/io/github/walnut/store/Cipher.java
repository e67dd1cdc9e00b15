package io.github.walnut.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.sqlite.ProgressHandler;
import org.sqlite.mc.SQLiteMCSqlCipherConfig;

/**
 * Opens connections to one encrypted file. The key travels as a connection property only: a URL
 * ends up in messages and logs.
 */
final class Cipher {

    private static final int PAGE_BYTES = 4096;

    /** Steps of its virtual machine. */
    private static final int ASKED_EVERY = 20_000;

    private final DatabasePath path;
    private final int kdfIterations;
    private final Duration busyTimeout;
    private char[] passphrase;
    private DerivedKey known;
    private Properties properties;

    Cipher(DatabasePath path, DatabaseConfig config) {
        this.path = path;
        this.busyTimeout = config.busyTimeout();
        this.kdfIterations = config.kdfIterations();
        this.passphrase = config.key();
    }

    private Cipher(DatabasePath path, int kdfIterations, Duration busyTimeout) {
        this.path = path;
        this.busyTimeout = busyTimeout;
        this.kdfIterations = kdfIterations;
    }

    /** A key that was derived already; it is used when it belongs to the file. */
    synchronized void offer(DerivedKey derived) {
        if (properties == null) {
            known = derived;
        }
    }

    /**
     * The key of the file. The salt is read before the first connection is opened and never again:
     * closing a second handle of an open file would drop the locks of SQLite.
     */
    synchronized DerivedKey key() {
        if (properties == null) {
            byte[] salt = salt();
            if (known == null || !known.madeWith(salt, kdfIterations)) {
                known = DerivedKey.of(passphrase, salt, kdfIterations);
            }
            passphrase = null; // it belongs to the caller, who wipes it
            properties = properties(known);
        }
        return known;
    }

    /** Whatever salt the file has. */
    synchronized void use(DerivedKey derived) {
        known = derived;
        properties = properties(derived);
    }

    /** For a copy that was made under the same key, salt included. */
    Cipher ofCopy(DatabasePath copy) {
        Cipher same = new Cipher(copy, kdfIterations, busyTimeout);
        same.known = key();
        same.properties = properties(same.known);
        return same;
    }

    /** The first bytes of the file; a file that is yet to be written gets its own. */
    private byte[] salt() {
        if (!path.holdsDatabase()) {
            return DerivedKey.freshSalt();
        }
        try (InputStream in = Files.newInputStream(path.file())) {
            return Arrays.copyOf(in.readNBytes(DerivedKey.SALT_BYTES), DerivedKey.SALT_BYTES);
        } catch (IOException e) {
            throw StoreException.configuration("cannot read " + path.file() + ": " + e, e);
        }
    }

    private static Properties properties(DerivedKey key) {
        return SQLiteMCSqlCipherConfig.getV4Defaults()
                .setLegacy(4)
                .setLegacyPageSize(PAGE_BYTES)
                .setKdfIter(key.iterations())
                .withRawSaltedKey(key.withSalt())
                .build()
                .toProperties();
    }

    /** Nothing but the key is set: the file is not changed by opening it. */
    Connection openPlain() throws SQLException {
        key();
        Properties own = new Properties();
        own.putAll(properties);
        Connection connection = DriverManager.getConnection(path.url(), own);
        try {
            JsonValid.register(connection);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    Connection openWriter(Lane lane) throws SQLException {
        Connection connection = openPlain();
        try (Statement statement = connection.createStatement()) {
            for (String pragma : pragmas(lane.synchronous())) {
                statement.execute(pragma);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** It cannot change what the file holds. */
    Connection openReader() throws SQLException {
        Connection connection = openWriter(Lane.BULK);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = ON");
            ProgressHandler.setHandler(connection, ASKED_EVERY, new WhileWanted());
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** A query ends when its thread is interrupted; SQLite asks while it works. */
    private static final class WhileWanted extends ProgressHandler {
        @Override
        protected int progress() {
            return Thread.currentThread().isInterrupted() ? 1 : 0;
        }
    }

    private Iterable<String> pragmas(String synchronous) {
        return expected(synchronous).entrySet().stream()
                        .map(p -> "PRAGMA " + p.getKey() + " = " + p.getValue().set())
                ::iterator;
    }

    /** The first pragma that is not as it was set, as a sentence; empty when all are. */
    String deviation(Connection connection, Lane lane) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (Map.Entry<String, Pragma> pragma : expected(lane.synchronous()).entrySet()) {
                try (ResultSet rows = statement.executeQuery("PRAGMA " + pragma.getKey())) {
                    String found = rows.next() ? rows.getString(1) : "nothing";
                    if (!found.equalsIgnoreCase(pragma.getValue().read())) {
                        return "PRAGMA %s is %s: expected %s"
                                .formatted(pragma.getKey(), found, pragma.getValue().read());
                    }
                }
            }
            return "";
        }
    }

    /**
     * @param set as written; @param read as SQLite answers it
     */
    private record Pragma(String set, String read) {}

    private Map<String, Pragma> expected(String synchronous) {
        String busy = String.valueOf(busyTimeout.toMillis());
        Map<String, Pragma> pragmas = new LinkedHashMap<>();
        pragmas.put("busy_timeout", new Pragma(busy, busy));
        pragmas.put("journal_mode", new Pragma("WAL", "wal"));
        pragmas.put("foreign_keys", new Pragma("ON", "1"));
        pragmas.put("trusted_schema", new Pragma("OFF", "0"));
        pragmas.put("temp_store", new Pragma("MEMORY", "2"));
        pragmas.put("cache_size", new Pragma("-8000", "-8000"));
        pragmas.put("wal_autocheckpoint", new Pragma("1000", "1000"));
        pragmas.put("synchronous", new Pragma(synchronous, synchronous.equals("FULL") ? "2" : "1"));
        return pragmas;
    }
}
