package io.github.walnut.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Lies beside the database while its key is changed: the key check of the key before. After a
 * rotation that was cut short it tells which of both keys one has; it holds neither.
 */
final class RotationMark {

    private final DatabasePath database;

    RotationMark(DatabasePath database) {
        this.database = database;
    }

    private Path file() {
        return database.file().resolveSibling(database.file().getFileName() + ".rotation");
    }

    /** Says that a rotation is under way; the key check of the present key must be there. */
    void set() throws IOException {
        PrivateFiles.replace(file(), Files.readAllBytes(database.keyCheck()));
    }

    void remove() throws IOException {
        Files.deleteIfExists(file());
    }

    /** Of the key before; empty when no rotation was cut short. */
    Optional<KeyCheck> before() {
        return Files.exists(file()) ? Optional.of(KeyCheck.read(file())) : Optional.empty();
    }
}
