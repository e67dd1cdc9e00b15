package io.github.walnut.store;

import io.github.walnut.ups.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** What comes before a database is used, in its order. */
final class DatabaseOpening {

    private final DatabaseConfig config;
    private final DatabasePath path;
    private final Cipher cipher;
    private final Clock clock;
    private final Path mountInfo;
    private final OpenFailures failures;

    DatabaseOpening(DatabaseConfig config, Clock clock, Path mountInfo) {
        this.config = config;
        this.clock = clock;
        this.mountInfo = mountInfo;
        this.path = DatabasePath.of(config.path(), Path.of(""));
        this.cipher = new Cipher(path, config);
        this.failures = new OpenFailures(path);
    }

    Database open() {
        if (config.mode() == DatabaseConfig.Mode.PRESENT) {
            requireAny();
        }
        createFolder();
        new LocalDisk(path.folder(), mountInfo, config.allowNetworkFs()).check();
        Optional<InstanceLock> lock = lock();
        try {
            if (server()) {
                new StagedRestore(path).apply(config.key());
            }
            checkKey();
            int before = new DatabaseFile(config.mode(), path, cipher).prepare(lock.isPresent());
            writeKeyCheck();
            return connect(lock, before);
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    /** A lost file, of which the key check is left, is told of later. */
    private void requireAny() {
        if (!path.holdsDatabase() && !Files.exists(path.keyCheck())) {
            throw failures.none();
        }
    }

    private void createFolder() {
        try {
            PrivateFiles.createFolder(path.folder());
        } catch (IOException e) {
            throw StoreException.configuration(
                    "cannot create the data folder " + path.folder() + ": " + FileReason.of(e), e);
        }
        if (!Files.isWritable(path.folder())) {
            throw StoreException.configuration(
                    "the data folder " + path.folder() + " is not writable");
        }
    }

    private boolean server() {
        return config.mode() == DatabaseConfig.Mode.SERVER;
    }

    private Optional<InstanceLock> lock() {
        Path file = path.folder().resolve("walnut.lock");
        return server()
                ? Optional.of(InstanceLock.take(file, config.holder()))
                : InstanceLock.tryTake(file, config.holder());
    }

    private void checkKey() {
        if (!Files.exists(path.keyCheck())) {
            return;
        }
        if (!path.holdsDatabase()) {
            if (config.mode() != DatabaseConfig.Mode.FORCE_NEW) {
                throw failures.missing();
            }
            return;
        }
        KeyCheck check = KeyCheck.read(path.keyCheck());
        DerivedKey derived = check.derive(config.key());
        if (!check.fits(derived)) {
            throw failures.wrongKey(null);
        }
        if (check.kdfIter() != config.kdfIterations()) {
            throw failures.otherRounds(check.kdfIter(), config.kdfIterations());
        }
        cipher.offer(derived);
    }

    /** The key has opened the file; a check that is missing or that of a lost file is replaced. */
    private void writeKeyCheck() {
        boolean fits =
                Files.exists(path.keyCheck())
                        && (config.mode() != DatabaseConfig.Mode.FORCE_NEW
                                || KeyCheck.read(path.keyCheck()).fits(cipher.key()));
        if (!fits) {
            KeyCheck.make(cipher.key()).write(path.keyCheck());
        }
    }

    /** A command gives the lock back: it may run beside a server. */
    private Database connect(Optional<InstanceLock> lock, int schemaBefore) {
        if (!server()) {
            release(lock);
        }
        Writer writer = openWriter();
        try {
            return new Database(
                    config,
                    path,
                    cipher,
                    writer,
                    server() ? lock : Optional.empty(),
                    clock,
                    schemaBefore);
        } catch (RuntimeException e) {
            closeAfterFailure(writer, e);
            throw e;
        }
    }

    private Writer openWriter() {
        try {
            Connection journal = cipher.openWriter(Lane.JOURNAL);
            return new Writer(journal, cipher.openWriter(Lane.BULK));
        } catch (SQLException e) {
            throw failures.unreadable(e);
        }
    }

    private static void closeAfterFailure(Writer writer, RuntimeException failure) {
        try {
            writer.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
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
