package io.github.walnut.store;

import io.github.walnut.ups.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Puts a database under another key while no server runs. Everything is made in a copy, which takes
 * the place of the file in one step: before it the old key opens the database, after it the new
 * one. A rotation that was cut short is begun again, or looked at by {@link #resume}.
 */
public final class KeyRotation {

    /** Where a rotation may be cut short. */
    enum Step {
        MARKED,
        COPIED,
        AUDITED,
        CHECK_REMOVED,
        REPLACED,
        CHECK_REPLACED
    }

    /** What came of a rotation that was cut short. */
    public enum Resumed {
        /** None was. */
        NOTHING,
        /** The key before opens the database; nothing is left of the attempt. */
        UNDONE,
        /** The new key opens the database. */
        FINISHED
    }

    private final DatabaseConfig config;
    private final DatabasePath path;
    private final RotationMark mark;
    private final Clock clock;
    private final Consumer<Step> reached;

    /**
     * @param config with the present key
     */
    public KeyRotation(DatabaseConfig config, Clock clock) {
        this(config, clock, step -> {});
    }

    /**
     * @param reached is told each step; for the test that ends the process there
     */
    KeyRotation(DatabaseConfig config, Clock clock, Consumer<Step> reached) {
        this.config = config.withMode(DatabaseConfig.Mode.COMMAND);
        this.path = DatabasePath.of(config.path(), Path.of(""));
        this.mark = new RotationMark(path);
        this.clock = clock;
        this.reached = reached;
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
        try (InstanceLock lock = lock()) {
            return rotateLocked(key, entry);
        }
    }

    /**
     * Brings a rotation that was cut short to an end.
     *
     * @param key the new one, with which it is finished; null to undo what has not taken effect
     * @throws StoreException as with {@link #rotate}, or when no key that was given is one of both
     */
    public Resumed resume(char[] key, AuditEntry entry) throws IOException {
        try (InstanceLock lock = lock()) {
            Optional<KeyCheck> before = mark.before();
            if (before.isEmpty()) {
                return Resumed.NOTHING;
            }
            boolean givenBefore = fits(before.get(), config.key());
            boolean opens = opens(config.key());
            if (!opens) {
                requireFinished(givenBefore, key);
            } else if (givenBefore && key != null && rotateLocked(key, entry)) {
                return Resumed.FINISHED;
            }
            tidy();
            return givenBefore && opens ? Resumed.UNDONE : Resumed.FINISHED;
        }
    }

    /** The key before does not open the database any more, so the new one must. */
    private void requireFinished(boolean givenBefore, char[] key) {
        if (key == null && !givenBefore) {
            throw new OpenFailures(path).wrongKey(null);
        }
        if (key != null && !opens(key)) {
            throw StoreException.configuration(
                    "neither the database key nor the new one opens " + path.file());
        }
    }

    private InstanceLock lock() {
        return InstanceLock.take(path.folder().resolve("walnut.lock"), "keys rotate db");
    }

    private boolean opens(char[] key) {
        return Boolean.TRUE.equals(KeyTrial.opens(config.withKey(key)));
    }

    private static boolean fits(KeyCheck check, char[] key) {
        return check.fits(check.derive(key));
    }

    private boolean rotateLocked(char[] key, AuditEntry entry) throws IOException {
        requireDatabase();
        try (Scratch scratch = Scratch.beside(path.file())) {
            if (opens(key)) {
                tidy();
                return false;
            }
            requireMerged();
            Path fresh = scratch.resolve("fresh");
            prepare(fresh, key, entry);
            swap(fresh);
            return true;
        }
    }

    /** Whatever fails here has changed nothing, and needs no end. */
    private void prepare(Path fresh, char[] key, AuditEntry entry) throws IOException {
        try {
            try (Database database = Database.open(config, clock)) {
                mark.set();
                reached.accept(Step.MARKED);
                copy(database, fresh, key);
                reached.accept(Step.COPIED);
            }
            audited(fresh, key, entry);
            reached.accept(Step.AUDITED);
        } catch (IOException | RuntimeException e) {
            mark.remove();
            throw e;
        }
    }

    /** The next server makes the files anew that only the key before opened. */
    private void tidy() throws IOException {
        Scratch.removeLeft(path.folder());
        mark.remove();
    }

    private void copy(Database database, Path fresh, char[] key) throws IOException {
        Secrets secrets = new Secrets(database, config.key());
        AuditLog audit = new AuditLog(database, config.key());
        new CopyUnderKey(database)
                .make(fresh, key, (JdbcClient tx) -> secrets.wrapAnew(tx, audit.key(), key));
    }

    private void requireDatabase() {
        if (!path.holdsDatabase()) {
            throw new OpenFailures(path).none();
        }
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
    private void swap(Path fresh) throws IOException {
        DatabasePath there = new DatabasePath(fresh);
        Path log = path.file().resolveSibling(path.file().getFileName() + "-wal");
        if (Files.exists(log) && Files.size(log) > 0) {
            throw new IOException("another process has the database open");
        }
        Files.deleteIfExists(log);
        Files.deleteIfExists(path.keyCheck());
        reached.accept(Step.CHECK_REMOVED);
        Files.move(
                fresh,
                path.file(),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        reached.accept(Step.REPLACED);
        Files.move(
                there.keyCheck(),
                path.keyCheck(),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        reached.accept(Step.CHECK_REPLACED);
        EmergencyJournal.discard(path.folder());
        mark.remove();
    }
}
