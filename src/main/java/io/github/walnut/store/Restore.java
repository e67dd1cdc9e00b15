package io.github.walnut.store;

import io.github.walnut.ups.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Makes a database under the present key out of a backup, beside the present one. The backup is
 * opened as a whole and checked before anything is made of it; its database is only read, row by
 * row.
 */
public final class Restore {

    private static final long LEFT_FREE = 200L << 20;

    private final DatabaseConfig config;
    private final DatabasePath path;
    private final Path dataFolder;
    private final Clock clock;
    private final int longestValue;

    /**
     * @param config of the database that is to be replaced; who opens it does not matter
     * @param dataFolder where own integration types lie, also when the database lies elsewhere
     */
    public Restore(DatabaseConfig config, Path dataFolder, Clock clock) {
        this(config, dataFolder, clock, OpenedBackup.LONGEST_VALUE);
    }

    /**
     * @param longestValue bytes; a backup with a longer one is refused
     */
    Restore(DatabaseConfig config, Path dataFolder, Clock clock, int longestValue) {
        this.config = config.withMode(DatabaseConfig.Mode.COMMAND);
        this.path = DatabasePath.of(config.path(), Path.of(""));
        this.dataFolder = dataFolder.toAbsolutePath();
        this.clock = clock;
        this.longestValue = longestValue;
    }

    /**
     * Stages the backup; the next start of a server, or {@link #apply}, lets it take the place.
     *
     * @param afterwards changes the new database before it is staged
     * @throws IOException when the backup is not sound, of a newer schema, or the disk fails;
     *     nothing was changed then
     */
    public BackupManifest stage(
            Path backup, char[] passphrase, BiConsumer<Database, BackupManifest> afterwards)
            throws IOException {
        PrivateFiles.createFolder(path.folder());
        requireSpace(Files.size(backup));
        try (Scratch scratch = Scratch.beside(path.file())) {
            Path parts = scratch.resolve("parts");
            BackupManifest manifest = BackupArchive.read(backup, passphrase, parts);
            Path fresh = scratch.resolve("fresh");
            PrivateFiles.createFolder(fresh);
            DatabasePath target = StagedRestore.within(fresh);
            try (OpenedBackup opened = OpenedBackup.open(parts, manifest, longestValue)) {
                fill(target, opened);
            }
            try (Database database = Database.open(at(target), clock)) {
                afterwards.accept(database, manifest);
            }
            for (String folder : List.of("integrations", "routes")) {
                if (Files.isDirectory(parts.resolve(folder))) {
                    Files.move(parts.resolve(folder), fresh.resolve(folder));
                }
            }
            CopyUnderKey.flush(target.file());
            Files.deleteIfExists(fresh.resolve("walnut.lock"));
            new StagedRestore(path).put(fresh, dataFolder, clock.now());
            return manifest;
        }
    }

    /** For the parts of the backup, and for the database that is made of them. */
    private void requireSpace(long bytes) throws IOException {
        long wanted = 2 * bytes + LEFT_FREE;
        long free = Files.getFileStore(path.folder()).getUsableSpace();
        if (free < wanted) {
            throw new IOException(
                    "the disk has %d MiB free, the restore needs %d MiB"
                            .formatted(free >> 20, wanted >> 20));
        }
    }

    private DatabaseConfig at(DatabasePath target) {
        return config.withPath(target.file().toString());
    }

    private void fill(DatabasePath target, OpenedBackup opened) throws IOException {
        BackupManifest manifest = opened.manifest();
        PrivateFiles.createFile(target.file());
        Cipher cipher = new Cipher(target, config);
        try (Connection connection = cipher.openPlain()) {
            CopyUnderKey.execute(connection, "PRAGMA auto_vacuum = INCREMENTAL");
            int latest = new Migrations(connection).latest();
            if (manifest.schema() > latest) {
                throw new IOException(
                        "the backup has schema "
                                + manifest.schema()
                                + ", this program knows up to "
                                + latest);
            }
            Migrations.to(connection, manifest.schema()).migrate(target);
            CopyUnderKey.execute(connection, "PRAGMA foreign_keys = OFF");
            CopyUnderKey.execute(connection, "BEGIN");
            TableCopy.copy(opened.connection(), connection, false);
            Secrets.rewrap(connection, manifest.key().toCharArray(), config.key(), clock.now());
            CopyUnderKey.execute(connection, "COMMIT");
            List<String> orphans =
                    TableCopy.names(connection, "SELECT \"table\" FROM pragma_foreign_key_check");
            if (!orphans.isEmpty()) {
                throw new IOException(
                        "the backup has rows without what they belong to: " + orphans);
            }
            new Migrations(connection).migrate(target);
            CopyUnderKey.requireSound(connection, target.file());
        } catch (SQLException | org.springframework.dao.DataAccessException e) {
            throw new IOException("the backup cannot be restored: " + e.getMessage(), e);
        }
    }

    /**
     * @throws StoreException when a server runs
     */
    public void requireStopped() {
        try {
            PrivateFiles.createFolder(path.folder());
            lock().close();
        } catch (IOException e) {
            throw StoreException.configuration("cannot use " + path.folder() + ": " + e, e);
        }
    }

    private InstanceLock lock() {
        return InstanceLock.take(path.folder().resolve("walnut.lock"), "restore");
    }

    /**
     * Lets what is staged take the place of the present database, which is kept.
     *
     * @throws StoreException when a server runs, or the key is another than at staging
     */
    public void apply() {
        InstanceLock held = lock();
        try {
            new StagedRestore(path).apply(config.key());
        } finally {
            release(held);
        }
    }

    private static void release(InstanceLock held) {
        try {
            held.close();
        } catch (IOException e) {
            throw StoreException.configuration("cannot release the lock of the data folder", e);
        }
    }
}
