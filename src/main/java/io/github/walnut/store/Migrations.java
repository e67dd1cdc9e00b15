package io.github.walnut.store;

import java.sql.Connection;
import java.time.Duration;
import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Brings the schema forward, all pending steps in one transaction, never back. */
final class Migrations {

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private final Flyway flyway;

    Migrations(Connection connection) {
        this(connection, MigrationVersion.LATEST);
    }

    private Migrations(Connection connection, MigrationVersion target, Callback... heard) {
        flyway =
                Flyway.configure(Migrations.class.getClassLoader())
                        .dataSource(new SingleConnectionDataSource(connection, true))
                        .locations("classpath:db/migration")
                        .group(true)
                        .ignoreMigrationPatterns(new String[0])
                        .target(target)
                        .callbacks(heard)
                        .load();
    }

    /** Goes up to an older version only. */
    static Migrations to(Connection connection, int version) {
        return new Migrations(connection, MigrationVersion.fromVersion(String.valueOf(version)));
    }

    /** Of a file that may hold much; the log tells how far it is. */
    static void migrate(Connection connection, DatabasePath path, Duration every) {
        try (MigrationProgress progress = new MigrationProgress(path, every)) {
            Migrations all = new Migrations(connection, MigrationVersion.LATEST, progress);
            int before = all.version();
            LOG.info(
                    "The database is brought from schema {} to {}; as it was, it is kept as"
                            + " backups/pre-migration-{}.db",
                    before,
                    all.latest(),
                    before);
            all.migrate(path);
            LOG.info("The database is at schema {} after {} s", all.version(), progress.seconds());
        }
    }

    /** The version of the file, or 0 when it holds no schema yet. */
    int version() {
        MigrationInfo current = flyway.info().current();
        return current == null ? 0 : Integer.parseInt(current.getVersion().getVersion());
    }

    boolean pending() {
        return flyway.info().pending().length > 0;
    }

    /** The newest version that this program knows. */
    int latest() {
        return Arrays.stream(flyway.info().all())
                .filter(info -> info.getState().isResolved())
                .mapToInt(info -> Integer.parseInt(info.getVersion().getVersion()))
                .max()
                .orElse(0);
    }

    void refuseNewerSchema(DatabasePath path) {
        int latest = latest();
        if (version() > latest) {
            throw StoreException.configuration(
                    "the database "
                            + path.file()
                            + " has schema "
                            + version()
                            + ", this program knows up to "
                            + latest
                            + ": expected the program that wrote it, or a newer one");
        }
    }

    void migrate(DatabasePath path) {
        try {
            flyway.migrate();
        } catch (FlywayException e) {
            throw StoreException.configuration(
                    "the database " + path.file() + " cannot be migrated: " + firstLine(e), e);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
