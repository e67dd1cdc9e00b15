package io.github.walnut.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
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

    /**
     * @param file holds the token while it is valid, for its owner alone; the time at which it was
     *     written counts, so that a command beside the server can renew it
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
        String token = new Digests().randomToken(32);
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            Files.writeString(file, token + System.lineSeparator());
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        } catch (IOException e) {
            throw new UncheckedIOException("the setup token cannot be written to " + file, e);
        }
        return token;
    }

    /** When the present token ends; null without one. */
    public synchronized Instant validUntil() {
        try {
            return Files.getLastModifiedTime(file).toInstant().plus(LIFE);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("the setup token in " + file + " cannot be read", e);
        }
    }

    synchronized boolean matches(String given) {
        Instant until = validUntil();
        if (until == null || !clock.instant().isBefore(until)) {
            return false;
        }
        try {
            String token = Files.readString(file).strip();
            return !token.isEmpty() && Digests.same(token, given);
        } catch (IOException e) {
            throw new UncheckedIOException("the setup token in " + file + " cannot be read", e);
        }
    }

    /** Makes the token void and deletes its file. */
    public synchronized void withdraw() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the used setup token stays in " + file, e);
        }
    }
}
