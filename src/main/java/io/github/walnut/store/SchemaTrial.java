package io.github.walnut.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A database to look at with this program's eyes. Where it has an older schema that is a copy,
 * which may be migrated: the file itself stays as it is, and a server may run on it.
 */
public final class SchemaTrial implements AutoCloseable {

    private final DatabaseConfig config;
    private final Scratch scratch;

    private SchemaTrial(DatabaseConfig config, Scratch scratch) {
        this.config = config;
        this.scratch = scratch;
    }

    /**
     * @throws StoreException when the key does not open the file, or its schema is newer
     * @throws IOException when there is no room for the copy
     */
    public static SchemaTrial of(DatabaseConfig config) throws IOException {
        DatabasePath path = DatabasePath.of(config.path(), Path.of(""));
        if (!path.holdsDatabase()) {
            return new SchemaTrial(config, null);
        }
        requireKey(config, path);
        Cipher cipher = new Cipher(path, config);
        try (Connection connection = cipher.openPlain()) {
            Migrations migrations = new Migrations(connection);
            migrations.refuseNewerSchema(path);
            if (!migrations.pending()) {
                return new SchemaTrial(config, null);
            }
            Scratch scratch = Scratch.beside(path.file());
            try {
                return new SchemaTrial(copy(connection, path, scratch, config), scratch);
            } catch (SQLException | IOException | RuntimeException e) {
                scratch.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new OpenFailures(path).unreadable(e);
        }
    }

    private static void requireKey(DatabaseConfig config, DatabasePath path) {
        OpenFailures failures = new OpenFailures(path);
        if (!KeyTrial.opens(config)) {
            throw failures.wrongKey(null);
        }
        if (Files.exists(path.keyCheck())) {
            int rounds = KeyCheck.read(path.keyCheck()).kdfIter();
            if (rounds != config.kdfIterations()) {
                throw failures.otherRounds(rounds, config.kdfIterations());
            }
        }
    }

    private static DatabaseConfig copy(
            Connection connection, DatabasePath path, Scratch scratch, DatabaseConfig config)
            throws SQLException, IOException {
        long free = Files.getFileStore(path.folder()).getUsableSpace();
        long wanted = 2 * Files.size(path.file());
        if (free < wanted) {
            throw new IOException(
                    "the disk has %d MiB free, a copy to look at needs %d MiB"
                            .formatted(free >> 20, wanted >> 20));
        }
        Path copy = scratch.resolve(path.file().getFileName().toString());
        PrivateFiles.createFile(copy);
        CopyUnderKey.execute(
                connection, "VACUUM INTO '" + copy.toString().replace("'", "''") + "'");
        return config.withPath(copy.toString());
    }

    /** How to open what is to be looked at. */
    public DatabaseConfig config() {
        return config;
    }

    /** Whether it is a copy. */
    public boolean migrates() {
        return scratch != null;
    }

    @Override
    public void close() throws IOException {
        if (scratch != null) {
            scratch.close();
        }
    }
}
