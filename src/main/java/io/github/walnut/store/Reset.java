package io.github.walnut.store;

import io.github.walnut.ups.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * Begins anew with an empty database while no server runs. What was there keeps its content under
 * another name beside it, readable with the key it was written with; so do its snapshots, and a
 * restore that waited for the next start, lest they come back into the new one.
 */
public final class Reset {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final DatabaseConfig config;
    private final DatabasePath path;
    private final Path dataFolder;
    private final Clock clock;

    /**
     * @param dataFolder where snapshots of the former state lie, also when the database lies
     *     elsewhere
     */
    public Reset(DatabaseConfig config, Path dataFolder, Clock clock) {
        this.dataFolder = dataFolder.toAbsolutePath();
        this.config = config.withMode(DatabaseConfig.Mode.FORCE_NEW);
        this.path = DatabasePath.of(config.path(), Path.of(""));
        this.clock = clock;
    }

    /**
     * @return what the former database is called now; empty when there was none
     * @throws StoreException when a server runs
     * @throws IOException when a file cannot be moved; those that were moved already stay so
     */
    public Optional<Path> make() throws IOException {
        Path former = path.folder().resolve(path.file().getFileName() + ".before-" + stamp());
        boolean any = Files.exists(path.file());
        try (InstanceLock lock =
                InstanceLock.take(path.folder().resolve("walnut.lock"), "db reset")) {
            aside(path.file(), former);
            aside(beside("-wal"), Path.of(former + "-wal"));
            Files.deleteIfExists(beside("-shm"));
            aside(path.keyCheck(), Path.of(former + ".keycheck"));
            aside(
                    path.folder().resolve(EmergencyJournal.FILE),
                    Path.of(former + "." + EmergencyJournal.FILE));
            aside(path.folder().resolve(EventSpill.FILE), Path.of(former + "." + EventSpill.FILE));
            for (String folder : List.of(StandIn.FOLDER, StagedRestore.FOLDER)) {
                aside(path.folder().resolve(folder), Path.of(former + "." + folder));
            }
            aside(
                    dataFolder.resolve(StateSnapshots.FOLDER),
                    dataFolder.resolve(former.getFileName() + "." + StateSnapshots.FOLDER));
        }
        Database.open(config, clock).close();
        return any ? Optional.of(former) : Optional.empty();
    }

    private String stamp() {
        return STAMP.format(clock.now());
    }

    private Path beside(String end) {
        return Path.of(path.file() + end);
    }

    private static void aside(Path file, Path name) throws IOException {
        if (Files.exists(file)) {
            Files.move(file, name);
        }
    }
}
