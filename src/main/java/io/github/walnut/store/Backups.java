package io.github.walnut.store;

import io.github.walnut.security.PasswordHasher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Backups of an open database: sealed files {@code walnut-<host>-<UTC time>.wnb} in one folder. A
 * file has its name only once it is whole and was read back.
 */
public final class Backups {

    static final String SUFFIX = ".wnb";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);
    private static final String NAME = "walnut-.*-\\d{8}T\\d{9}Z\\" + SUFFIX;

    private final Path folder;

    public Backups(Path folder) {
        this.folder = folder;
    }

    /**
     * @param withSecrets also passwords and keys of hosts and servers
     * @param version of this program
     * @param folders that go with it, {@code integrations} and {@code routes}, if they exist
     * @param cost of the passphrase
     */
    public record Order(
            char[] passphrase,
            boolean withSecrets,
            String version,
            String host,
            Map<String, Path> folders,
            PasswordHasher.Profile cost) {

        @Override
        public String toString() {
            return "Order[" + version + ", " + host + "]";
        }
    }

    /**
     * @param sha256 of the file, null in lists
     */
    public record Backup(Path file, Instant at, long bytes, String sha256) {}

    /**
     * Makes a backup in the folder.
     *
     * @throws IOException when the disk or the copy fails; nothing is left behind then
     */
    public Backup create(Database database, Secrets secrets, AuditLog audit, Order order)
            throws IOException {
        String name = prefix(order.host()) + TIME.format(database.clock().now()) + SUFFIX;
        return create(database, secrets, audit, order, folder.resolve(name));
    }

    private static String prefix(String host) {
        return "walnut-" + host.replaceAll("[^A-Za-z0-9.-]", "_") + "-";
    }

    /** The same under a name of one's own; a file of that name is replaced. */
    public Backup create(
            Database database, Secrets secrets, AuditLog audit, Order order, Path target)
            throws IOException {
        PrivateFiles.createFolder(target.toAbsolutePath().getParent());
        try (Scratch scratch = Scratch.beside(target)) {
            char[] key = oneTimeKey();
            Path copy = scratch.resolve(BackupManifest.DATABASE);
            Map<String, Long> rows = new TreeMap<>();
            List<String> missing = new ArrayList<>();
            AuditLog.Head head = audit.head().orElse(new AuditLog.Head(0, null));
            new CopyUnderKey(database)
                    .make(
                            copy,
                            key,
                            tx -> {
                                secrets.wrapAnew(tx, audit.key(), key);
                                missing.addAll(prune(tx, order.withSecrets()));
                                rows.putAll(TableCopy.count(tx));
                            });
            Map<String, Path> parts = new LinkedHashMap<>();
            parts.put(BackupManifest.DATABASE, copy);
            for (Map.Entry<String, Path> each : order.folders().entrySet()) {
                addFolder(parts, each.getKey(), each.getValue());
            }
            Path sealed = scratch.resolve("sealed");
            BackupArchive.write(
                    sealed,
                    order.passphrase(),
                    order.cost(),
                    parts,
                    written ->
                            new BackupManifest(
                                    BackupManifest.FORMAT,
                                    order.version(),
                                    order.host(),
                                    database.clock().now(),
                                    TableCopy.schema(database.reader()),
                                    order.withSecrets(),
                                    new String(key),
                                    database.cipher().key().iterations(),
                                    rows,
                                    written,
                                    missing,
                                    head.seq(),
                                    head.hash()));
            BackupArchive.read(sealed, order.passphrase(), scratch.resolve("again"));
            Files.move(
                    sealed,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            return new Backup(
                    target,
                    database.clock().now(),
                    Files.size(target),
                    BackupArchive.sha256(target));
        }
    }

    /** Sessions would be dead where it is restored, and are nobody's business. */
    private static List<String> prune(JdbcClient tx, boolean withSecrets) {
        TableCopy.SESSIONS.forEach(table -> TableCopy.empty(tx, table));
        if (withSecrets) {
            return List.of();
        }
        List<String> missing = new ArrayList<>(HostSecrets.takeOut(tx));
        missing.addAll(Secrets.takeOut(tx));
        return missing;
    }

    private static char[] oneTimeKey() {
        byte[] chance = new byte[32];
        new SecureRandom().nextBytes(chance);
        return HexFormat.of().formatHex(chance).toCharArray();
    }

    private static void addFolder(Map<String, Path> parts, String name, Path folder)
            throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                parts.put(name + "/" + folder.relativize(file).toString().replace('\\', '/'), file);
            }
        }
    }

    /** Newest first. */
    public List<Backup> list() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(NAME))
                    .map(Backups::backup)
                    .sorted(Comparator.comparing(Backup::at).reversed())
                    .toList();
        }
    }

    private static Backup backup(Path file) {
        String name = file.getFileName().toString();
        String time = name.substring(name.lastIndexOf('-') + 1, name.length() - SUFFIX.length());
        try {
            return new Backup(file, TIME.parse(time, Instant::from), Files.size(file), null);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Lets all but the newest of the host go; others may use the same folder. */
    public void keep(int newest, String host) throws IOException {
        Pattern own = Pattern.compile(Pattern.quote(prefix(host)) + "\\d{8}T\\d{9}Z\\" + SUFFIX);
        List<Backup> ours =
                list().stream()
                        .filter(b -> own.matcher(b.file().getFileName().toString()).matches())
                        .toList();
        for (Backup old : ours.subList(Math.min(newest, ours.size()), ours.size())) {
            Files.deleteIfExists(old.file());
        }
    }

    /**
     * Opens a backup and checks all that is in it, the pages of its database too.
     *
     * @throws IOException when it is not sound, or the passphrase is wrong; the message says which
     */
    public static BackupManifest verify(Path file, char[] passphrase) throws IOException {
        try (Scratch scratch = Scratch.beside(file)) {
            BackupManifest manifest =
                    BackupArchive.read(file, passphrase, scratch.resolve("parts"));
            OpenedBackup.open(scratch.resolve("parts"), manifest).close();
            return manifest;
        }
    }
}
