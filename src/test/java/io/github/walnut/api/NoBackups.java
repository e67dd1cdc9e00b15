package io.github.walnut.api;

import io.github.walnut.run.Job;
import io.github.walnut.security.Guess;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A folder without backups; those of a real one are tried on a whole server. */
final class NoBackups implements BackupControl {

    /** Passphrases by the file that came. */
    final Map<Path, String> restored = new ConcurrentHashMap<>();

    @Override
    public List<Backup> all() {
        return List.of();
    }

    @Override
    public Job create(char[] passphrase, boolean withSecrets, String actor) {
        throw new Problem(ProblemCode.CONFLICT, "There is no folder of backups");
    }

    @Override
    public Job restore(Path file, char[] passphrase, Guess guess, String actor) {
        restored.put(file, new String(passphrase));
        throw new Problem(ProblemCode.CONFLICT, "There is no database to restore");
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
