package io.github.walnut.api;

import io.github.walnut.run.Job;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A folder without backups; those of a real one are tried on a whole server. */
final class NoBackups implements BackupControl {

    @Override
    public List<Backup> all() {
        return List.of();
    }

    @Override
    public Job create(char[] passphrase, boolean withSecrets, String actor) {
        throw new Problem(ProblemCode.CONFLICT, "There is no folder of backups");
    }

    @Override
    public Optional<InputStream> file(String id) {
        return Optional.empty();
    }

    @Override
    public boolean delete(String id) {
        return false;
    }
}
