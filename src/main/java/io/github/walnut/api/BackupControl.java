package io.github.walnut.api;

import io.github.walnut.run.Job;
import io.github.walnut.security.Guess;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Backups in the folder of this installation. */
public interface BackupControl {

    /**
     * @param id name of the file without its ending
     */
    record Backup(String id, Instant createdAt, long bytes) {}

    /** Newest first. */
    List<Backup> all();

    /**
     * Begins to make one; its file is listed when the job has succeeded.
     *
     * @param withSecrets also passwords and keys of hosts and servers
     */
    Job create(char[] passphrase, boolean withSecrets, String actor);

    /**
     * Begins to check a backup and to make a database of it that takes the place of the present one
     * at the next start; the job fails, and nothing is changed, when anything is wrong with it.
     *
     * @param file is deleted when the job is over
     * @param guess learns whether the passphrase was right
     */
    Job restore(Path file, char[] passphrase, Guess guess, String actor);

    /** The sealed file; the caller closes it. */
    Optional<InputStream> file(String id);

    /** False when there is none. */
    boolean delete(String id);
}
