package io.github.walnut.store;

import io.github.walnut.ups.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Puts a database under another key while no server runs. Everything is made in a copy, which takes
 * the place of the file in one step: before it the old key opens the database, after it the new
 * one, and a rotation that was cut short is simply begun again.
 */
public final class KeyRotation {

    private final DatabaseConfig config;
    private final DatabasePath path;
    private final Clock clock;

    /**
     * @param config with the present key
     */
    public KeyRotation(DatabaseConfig config, Clock clock) {
        this.config = config.withMode(DatabaseConfig.Mode.COMMAND);
        this.path = DatabasePath.of(config.path(), Path.of(""));
        this.clock = clock;
    }

    /**
     * Does nothing when the new key opens the database already: an earlier rotation had come that
     * far.
     *
     * @param key the new one; the caller may wipe it afterwards
     * @param entry written to the audit log under the new key
     * @return false when there was nothing to do
     * @throws StoreException when a server runs, the old key does not open the database, or journal
     *     entries or events wait for a start
     * @throws IOException when the disk fails; the old key opens the database then
     */
    public boolean rotate(char[] key, AuditEntry entry) throws IOException {
        InstanceLock lock =
                InstanceLock.take(path.folder().resolve("walnut.lock"), "keys rotate db");
        try (Scratch scratch = Scratch.beside(path.file())) {
            if (Boolean.TRUE.equals(KeyTrial.opens(config.withKey(key)))) {
                return false;
            }
            requireMerged();
            Path fresh = scratch.resolve("fresh");
            try (Database database = Database.open(config, clock)) {
                copy(database, fresh, key);
            }
            audited(fresh, key, entry);
            swap(fresh, key);
            return true;
        } finally {
            lock.close();
        }
    }

    private void copy(Database database, Path fresh, char[] key) throws IOException {
        Secrets secrets = new Secrets(database, config.key());
        AuditLog audit = new AuditLog(database, config.key());
        new CopyUnderKey(database)
                .make(fresh, key, (JdbcClient tx) -> secrets.wrapAnew(tx, audit.key(), key));
    }

    private void requireMerged() throws IOException {
        if (EmergencyJournal.holdsEntries(path.folder(), config.key())) {
            throw StoreException.configuration(
                    "the emergency journal holds entries that only the old key opens:"
                            + " start the server once before the rotation");
        }
        if (EventSpill.holdsEvents(path.folder())) {
            throw StoreException.configuration(
                    EventSpill.FILE
                            + " holds events that only the old key opens:"
                            + " start the server once before the rotation");
        }
    }

    private void audited(Path fresh, char[] key, AuditEntry entry) throws IOException {
        DatabaseConfig there = config.withPath(fresh.toString()).withKey(key);
        try (Database database = Database.open(there, clock)) {
            new AuditLog(database, key).append(entry);
        }
        Files.deleteIfExists(fresh.resolveSibling(fresh.getFileName() + "-wal"));
        CopyUnderKey.flush(fresh);
    }

    /** Without a key check the next start asks the file itself, so it may be missing in between. */
    private void swap(Path fresh, char[] key) throws IOException {
        DatabasePath there = new DatabasePath(fresh);
        Path log = path.file().resolveSibling(path.file().getFileName() + "-wal");
        if (Files.exists(log) && Files.size(log) > 0) {
            throw new IOException("another process has the database open");
        }
        Files.deleteIfExists(log);
        Files.deleteIfExists(path.keyCheck());
        Files.move(
                fresh,
                path.file(),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        Files.move(
                there.keyCheck(),
                path.keyCheck(),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        EmergencyJournal.discard(path.folder());
    }
}
