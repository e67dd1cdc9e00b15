package io.github.walnut.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database of the newest snapshot, in a folder of its own beside one that is damaged. */
final class StandIn implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StandIn.class);
    static final String FOLDER = "standin";
    private static final int READERS = 4;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final HikariDataSource pool;
    private final JdbcClient reader;

    StandIn(Cipher cipher) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("stand-in");
        config.setMaximumPoolSize(READERS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(5_000);
        config.setDataSource(new ReaderSource(cipher));
        pool = new HikariDataSource(config);
        reader = JdbcClient.create(new PatientReaders(pool, READERS));
    }

    JdbcClient reader() {
        return reader;
    }

    static DatabasePath pathIn(Path folder) {
        return new DatabasePath(folder.resolve(FOLDER).resolve("walnut.db"));
    }

    static void remove(DatabasePath path) throws IOException {
        Scratch.remove(path.folder());
    }

    /**
     * For a start whose database is damaged: the one that stood in before, else one of the newest
     * snapshot.
     *
     * @return its configuration; empty when there is no snapshot either
     */
    static Optional<DatabaseConfig> prepare(DatabaseConfig config, StateSnapshots snapshots) {
        DatabasePath path = pathIn(DatabasePath.of(config.path(), Path.of("")).folder());
        DatabaseConfig other = config.withPath(path.file().toString());
        try {
            if (Boolean.TRUE.equals(opens(other, path))) {
                LOG.warn("What stood in for the damaged database before goes on: {}", path.file());
                return Optional.of(other);
            }
            remove(path);
            Cipher cipher = new Cipher(path, other);
            Optional<Instant> at = snapshots.fill(path, cipher);
            at.ifPresent(
                    time -> {
                        KeyCheck.make(cipher.key()).write(path.keyCheck());
                        LOG.warn("The snapshot of {} stands in for the damaged database", time);
                    });
            return at.map(time -> other);
        } catch (IOException e) {
            throw StoreException.configuration(
                    "the snapshot cannot stand in for the damaged database: " + e.getMessage(), e);
        }
    }

    private static boolean opens(DatabaseConfig config, DatabasePath path) {
        return Files.exists(path.keyCheck()) && Boolean.TRUE.equals(KeyTrial.opens(config));
    }

    /** The database is sound again: what stood in is put aside, for whoever wants to look at it. */
    static void retire(Path folder, Instant now) {
        DatabasePath path = pathIn(folder);
        if (!Files.exists(path.folder())) {
            return;
        }
        try {
            if (Files.exists(path.keyCheck())) {
                Path aside = folder.resolve("walnut.db.standin-" + TIME.format(now));
                Files.move(path.folder(), aside);
                LOG.info("What stood in for the database is kept in {}", aside);
            } else {
                remove(path);
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be put aside: {}", path.folder(), e.toString());
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
