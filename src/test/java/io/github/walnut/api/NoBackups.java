package io.github.walnut.api;

import io.github.walnut.run.Job;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A folder without backups; those of a real one are tried on a whole server. */
final class NoBackups implements BackupControl {

    /** Bytes, SHA-256 and passphrase of each file that came. */
    final List<String> restored = new CopyOnWriteArrayList<>();

    @Override
    public List<Backup> all() {
        return List.of();
    }

    @Override
    public Job create(char[] passphrase, boolean withSecrets, String actor) {
        throw new Problem(ProblemCode.CONFLICT, "There is no folder of backups");
    }

    @Override
    public Job restore(Path file, char[] passphrase, String actor) {
        try {
            restored.add(Files.size(file) + " " + sha256(file) + " " + new String(passphrase));
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new Problem(ProblemCode.CONFLICT, "There is no database to restore");
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = DiskSink.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
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
