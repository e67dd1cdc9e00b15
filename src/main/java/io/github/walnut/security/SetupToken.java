package io.github.walnut.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** The one-time word of the first run, for whoever can read the server's log or data folder. */
public final class SetupToken {

    private static final Duration LIFE = Duration.ofMinutes(30);

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private final Clock clock;
    private final Path file;
    private String token;
    private Instant validUntil;

    /**
     * @param file holds the token while it is valid, for its owner alone
     */
    public SetupToken(Clock clock, Path file) {
        this.clock = clock;
        this.file = file;
    }

    public Path file() {
        return file;
    }

    /**
     * A new token, valid for 30 minutes; the one before is void.
     *
     * @throws UncheckedIOException when the file cannot be written
     */
    public synchronized String issue() {
        token = new Digests().randomToken(32);
        validUntil = clock.instant().plus(LIFE);
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            Files.writeString(file, token + System.lineSeparator());
        } catch (IOException e) {
            throw new UncheckedIOException("the setup token cannot be written to " + file, e);
        }
        return token;
    }

    synchronized boolean matches(String given) {
        return token != null && clock.instant().isBefore(validUntil) && Digests.same(token, given);
    }

    /** Makes the token void and deletes its file. */
    public synchronized void withdraw() {
        token = null;
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the used setup token stays in " + file, e);
        }
    }
}
