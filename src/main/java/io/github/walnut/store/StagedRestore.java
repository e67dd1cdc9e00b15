package io.github.walnut.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A restored database that waits beside the present one and takes its place when nobody has the
 * file open. Each step can be cut short and is done again by the next start.
 */
final class StagedRestore {

    /** Beside the database. */
    static final String FOLDER = "restore.staged";

    private static final Logger LOG = LoggerFactory.getLogger(StagedRestore.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String BEFORE = "before";
    private static final String DATA_FOLDER = "data-folder";

    private final DatabasePath path;
    private final Path stage;

    StagedRestore(DatabasePath path) {
        this.path = path;
        this.stage = path.folder().resolve(FOLDER);
    }

    /** Where the staged database lies while it is made. */
    static DatabasePath within(Path folder) {
        return new DatabasePath(folder.resolve(BackupManifest.DATABASE));
    }

    /** Puts a finished folder in the place from which a start takes it; an older one goes. */
    void put(Path finished, Path dataFolder, Instant now) throws IOException {
        write(
                finished.resolve(BEFORE),
                path.file().getFileName() + ".before-restore-" + TIME.format(now));
        write(finished.resolve(DATA_FOLDER), dataFolder.toString());
        Scratch.remove(stage);
        Files.move(finished, stage, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void write(Path file, String text) throws IOException {
        PrivateFiles.createFile(file);
        PrivateFiles.writeDurably(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private String read(String name) throws IOException {
        return Files.readString(stage.resolve(name), StandardCharsets.UTF_8).strip();
    }

    boolean waits() {
        return Files.isDirectory(stage);
    }

    /**
     * Called with the lock of the data folder and no open database.
     *
     * @throws StoreException when the key does not open what is staged; nothing is changed then
     */
    void apply(char[] key) {
        if (!waits()) {
            return;
        }
        try {
            swap(key);
        } catch (IOException e) {
            throw StoreException.configuration(
                    "the restored database in " + stage + " cannot take its place: " + e, e);
        }
    }

    private void swap(char[] key) throws IOException {
        DatabasePath staged = within(stage);
        Path before = path.folder().resolve(read(BEFORE));
        if (staged.holdsDatabase()) {
            KeyCheck check = KeyCheck.read(staged.keyCheck());
            if (!check.fits(check.derive(key))) {
                throw StoreException.configuration(
                        "the database key does not open the restored database in "
                                + stage
                                + ": give the key under which it was restored, or remove it");
            }
            aside(sibling("-wal"), before.resolveSibling(before.getFileName() + "-wal"));
            Files.deleteIfExists(sibling("-shm"));
            aside(path.keyCheck(), before.resolveSibling(before.getFileName() + ".keycheck"));
            aside(
                    path.folder().resolve(EmergencyJournal.FILE),
                    before.resolveSibling(before.getFileName() + "." + EmergencyJournal.FILE));
            aside(
                    path.folder().resolve(EventSpill.FILE),
                    before.resolveSibling(before.getFileName() + "." + EventSpill.FILE));
            Path data = Path.of(read(DATA_FOLDER));
            aside(
                    data.resolve(StateSnapshots.FOLDER),
                    data.resolve(before.getFileName() + ".snapshots"));
            aside(path.file(), before);
            move(staged.file(), path.file());
            LOG.info("The restored database took its place; the one before is {}", before);
        }
        if (Files.exists(staged.keyCheck())) {
            move(staged.keyCheck(), path.keyCheck());
        }
        Path types = stage.resolve("integrations");
        if (Files.exists(types)) {
            Path folder = Path.of(read(DATA_FOLDER));
            PrivateFiles.createFolder(folder);
            Path present = folder.resolve("integrations");
            aside(present, folder.resolve(before.getFileName() + ".integrations"));
            moveTree(types, present);
        }
        Path routes = stage.resolve("routes");
        if (Files.exists(routes)) {
            move(routes, before.resolveSibling("routes.restored"));
        }
        Scratch.remove(stage);
    }

    private Path sibling(String suffix) {
        return path.file().resolveSibling(path.file().getFileName() + suffix);
    }

    private static void aside(Path from, Path to) throws IOException {
        if (Files.exists(from) && !Files.exists(to)) {
            LOG.debug("{} becomes {}", from, to);
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** The data folder may lie on another disk than the database. */
    private static void moveTree(Path from, Path to) throws IOException {
        if (Files.getFileStore(from).equals(Files.getFileStore(to.getParent()))) {
            move(from, to);
            return;
        }
        Path copy = to.resolveSibling(to.getFileName() + ".new");
        Scratch.remove(copy);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(from.relativize(file).toString()));
            }
        }
        move(copy, to);
    }

    private static void move(Path from, Path to) throws IOException {
        if (Files.isDirectory(to)) {
            Scratch.remove(to);
        }
        LOG.debug("{} becomes {}", from, to);
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
