package io.github.walnut.app;

import io.github.walnut.api.BackupControl;
import io.github.walnut.api.Jobs;
import io.github.walnut.api.Problem;
import io.github.walnut.run.Job;
import io.github.walnut.run.JobLine;
import io.github.walnut.security.Guess;
import io.github.walnut.store.Backups;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Backups for the API. */
final class StoredBackups implements BackupControl {

    private static final Logger LOG = LoggerFactory.getLogger(StoredBackups.class);

    private final BackupDesk desk;
    private final StagedRestores restores;
    private final StoreRoom store;
    private final JobDesk jobs;

    StoredBackups(BackupDesk desk, StagedRestores restores, StoreRoom store, JobDesk jobs) {
        this.desk = desk;
        this.restores = restores;
        this.store = store;
        this.jobs = jobs;
    }

    @Override
    public List<Backup> all() {
        return stored().stream()
                .map(each -> new Backup(id(each), each.at(), each.bytes()))
                .toList();
    }

    private List<Backups.Backup> stored() {
        try {
            return desk.backups().list();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of backups cannot be read", e);
        }
    }

    private static String id(Backups.Backup backup) {
        return backup.file().getFileName().toString().replaceFirst("\\.wnb$", "");
    }

    @Override
    public Job create(char[] passphrase, boolean withSecrets, String actor) {
        return jobs.start(
                Job.Kind.BACKUP, actor, job -> create(job, passphrase, withSecrets, actor));
    }

    private Map<String, Object> create(
            RunningJob job, char[] passphrase, boolean withSecrets, String actor)
            throws JobDesk.Failure {
        job.info("copy", "The database is copied, sealed and opened again");
        try {
            Backups.Backup made = desk.create(store, null, passphrase, withSecrets, actor);
            return Map.of("id", id(made), "bytes", made.bytes(), "sha256", made.sha256());
        } catch (IOException e) {
            job.error("copy", e.getMessage());
            throw new JobDesk.Failure("The backup could not be made: " + e.getMessage());
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }

    @Override
    public Job restore(Path file, char[] passphrase, Guess guess, String actor) {
        try {
            Job job =
                    jobs.start(
                            Job.Kind.RESTORE,
                            actor,
                            running -> restores.stage(running, file, passphrase, guess, actor));
            jobs.follow(job.id(), over(() -> forget(file, passphrase)));
            return job;
        } catch (Problem refused) {
            forget(file, passphrase);
            throw refused;
        }
    }

    private static Jobs.Follower over(Runnable then) {
        return new Jobs.Follower() {
            @Override
            public void told(JobLine line) {
                // the job keeps its lines itself
            }

            @Override
            public void over(Job job) {
                then.run();
            }
        };
    }

    private static void forget(Path file, char[] passphrase) {
        Arrays.fill(passphrase, '\0');
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn(
                    "An uploaded backup cannot be deleted before the next start: {}", e.toString());
        }
    }

    /** Only what is listed is ever opened, so that a name leads nowhere else. */
    private Optional<Backups.Backup> find(String id) {
        return stored().stream().filter(each -> id(each).equals(id)).findFirst();
    }

    @Override
    public Optional<InputStream> file(String id) {
        return find(id).map(
                        found -> {
                            try {
                                return Files.newInputStream(found.file());
                            } catch (IOException e) {
                                throw new UncheckedIOException("the backup cannot be read", e);
                            }
                        });
    }

    @Override
    public boolean delete(String id) {
        return find(id).map(
                        found -> {
                            try {
                                return Files.deleteIfExists(found.file());
                            } catch (IOException e) {
                                throw new UncheckedIOException("the backup cannot be deleted", e);
                            }
                        })
                .orElse(false);
    }
}
