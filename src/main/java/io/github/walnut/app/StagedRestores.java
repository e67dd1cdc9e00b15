package io.github.walnut.app;

import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import io.github.walnut.security.Guess;
import io.github.walnut.security.WrongPassphraseException;
import io.github.walnut.store.BackupManifest;
import io.github.walnut.store.Restore;
import io.github.walnut.store.StoreException;
import io.github.walnut.ups.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Restores beside a server that goes on: what is made of a backup waits for the next start. */
final class StagedRestores {

    private final Restore restore;
    private final char[] key;
    private final ReentrantLock one = new ReentrantLock();

    /** Call it while the configuration still knows the key. */
    StagedRestores(Configuration configuration, Clock clock) {
        key = configuration.required(Setting.DB_KEY).toCharArray();
        restore = BackupDesk.restore(configuration, key, clock);
    }

    /**
     * What the backup says of itself, once it waits in its place.
     *
     * @param guess learns whether the passphrase was right
     */
    Map<String, Object> stage(
            RunningJob job, Path file, char[] passphrase, Guess guess, String actor)
            throws JobDesk.Failure {
        if (!one.tryLock()) {
            throw new JobDesk.Failure("Another restore is under way");
        }
        try {
            job.info("check", "The backup is opened and checked as a whole");
            BackupManifest manifest =
                    restore.stage(
                            file,
                            passphrase,
                            (fresh, found) -> {
                                BackupDesk.restored(fresh, found, key, actor);
                                job.progress(0.9);
                            });
            guess.right();
            manifest.missing().forEach(each -> job.warn("missing", each));
            job.info("staged", "It takes the place of the present database at the next start");
            return BackupDesk.told(manifest);
        } catch (WrongPassphraseException e) {
            guess.wrong();
            throw failed(job, e);
        } catch (IOException | StoreException e) {
            throw failed(job, e);
        } finally {
            one.unlock();
        }
    }

    private static JobDesk.Failure failed(RunningJob job, Exception e) {
        job.error("check", e.getMessage());
        return new JobDesk.Failure("Nothing was changed: " + e.getMessage());
    }
}
