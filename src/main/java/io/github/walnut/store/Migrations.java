package io.github.walnut.store;

import java.sql.Connection;
import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Brings the schema forward, all pending steps in one transaction, never back. */
final class Migrations {

    private final Flyway flyway;

    Migrations(Connection connection) {
        this(connection, MigrationVersion.LATEST);
    }

    private Migrations(Connection connection, MigrationVersion target) {
        flyway =
                Flyway.configure(Migrations.class.getClassLoader())
                        .dataSource(new SingleConnectionDataSource(connection, true))
                        .locations("classpath:db/migration")
                        .group(true)
                        .ignoreMigrationPatterns(new String[0])
                        .target(target)
                        .load();
    }

    /** Goes up to an older version only. */
    static Migrations to(Connection connection, int version) {
        return new Migrations(connection, MigrationVersion.fromVersion(String.valueOf(version)));
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
