package io.github.walnut.store;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the database is opened.
 *
 * @param path absolute, or below the working folder
 * @param key the passphrase; the caller may wipe it once the database is open
 * @param kdfIterations rounds of PBKDF2-SHA512, 64,000…2,000,000; the same at each opening of a
 *     file
 * @param poolSize connections altogether, 4…64; two of them write
 * @param busyTimeout how long one try waits for a lock of another process
 * @param allowNetworkFs a network file system gives a warning only
 * @param mode who opens
 * @param holder who is named to a second server, for example {@code host:pid}
 */
public record DatabaseConfig(
        String path,
        char[] key,
        int kdfIterations,
        int poolSize,
        Duration busyTimeout,
        boolean allowNetworkFs,
        Mode mode,
        String holder) {

    public enum Mode {
        /** The one server: holds the lock file and raises the epoch. */
        SERVER,
        /**
         * A command beside it: writes through the same file, and migrates only if no server runs.
         */
        COMMAND,
        /** As COMMAND, and makes no file where there is none: a folder may be mistyped. */
        PRESENT,
        /** As COMMAND, and makes a new file although a key check of a lost one is there. */
        FORCE_NEW
    }

    public static final int DEFAULT_KDF_ITERATIONS = 256_000;
    public static final int LEAST_KDF_ITERATIONS = 64_000;
    static final int MOST_KDF_ITERATIONS = 2_000_000;

    public DatabaseConfig {
        key = key.clone();
        requireWithin("kdf_iter", kdfIterations, LEAST_KDF_ITERATIONS, MOST_KDF_ITERATIONS);
        requireWithin("pool size", poolSize, 4, 64);
    }

    /** A server with the default settings. */
    public static DatabaseConfig server(Path path, char[] key, String holder) {
        return new DatabaseConfig(
                path.toString(),
                key,
                DEFAULT_KDF_ITERATIONS,
                20,
                Duration.ofSeconds(5),
                false,
                Mode.SERVER,
                holder);
    }

    public DatabaseConfig withKdfIterations(int iterations) {
        return new DatabaseConfig(
                path, key, iterations, poolSize, busyTimeout, allowNetworkFs, mode, holder);
    }

    DatabaseConfig withPath(String other) {
        return new DatabaseConfig(
                other, key, kdfIterations, poolSize, busyTimeout, allowNetworkFs, mode, holder);
    }

    DatabaseConfig withKey(char[] other) {
        return new DatabaseConfig(
                path, other, kdfIterations, poolSize, busyTimeout, allowNetworkFs, mode, holder);
    }

    public DatabaseConfig withMode(Mode other) {
        return new DatabaseConfig(
                path, key, kdfIterations, poolSize, busyTimeout, allowNetworkFs, other, holder);
    }

    private static void requireWithin(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw StoreException.configuration(
                    "the database's " + name + " is " + value + ": expected " + least + "…" + most);
        }
    }

    @Override
    public String toString() {
        return "DatabaseConfig[" + path + ", " + mode + ", " + holder + "]";
    }
}
