package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class MigrationTest {

    @TempDir Path folder;

    /** Makes the file look as if another program had brought its schema to this version. */
    private void pretendVersion(String version) {
        try (Database database = Stores.open(folder)) {
            database.write(
                    Lane.JOURNAL,
                    tx ->
                            tx.sql(
                                            "INSERT INTO flyway_schema_history"
                                                    + " (installed_rank, version, description, type, script,"
                                                    + " checksum, installed_by, execution_time, success)"
                                                    + " VALUES (99, ?, 'later', 'SQL', 'V999__later.sql', 1, '', 1, 1)")
                                    .param(version)
                                    .update());
        }
    }

    /** Leaves a file of an older release, with schema 3. */
    private void takeMigrationsBack() {
        try {
            for (String file : List.of("walnut.db", "walnut.db-wal", "walnut.db-shm")) {
                Files.deleteIfExists(folder.resolve(file));
            }
            try (var connection = cipher().openPlain()) {
                Flyway.configure(Migrations.class.getClassLoader())
                        .dataSource(new SingleConnectionDataSource(connection, true))
                        .locations("classpath:db/migration")
                        .group(true)
                        .target("3")
                        .load()
                        .migrate();
            }
        } catch (IOException | java.sql.SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static int latest() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
            return files.map(file -> file.getFileName().toString().substring(1, 4))
                    .mapToInt(Integer::parseInt)
                    .max()
                    .orElseThrow();
        }
    }

    private List<String> tables() {
        try (Database database = Stores.open(folder)) {
            return database.reader()
                    .sql("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
                    .query(String.class)
                    .list();
        }
    }

    @Test
    @Requirement("OPS-30")
    void makes_every_table_in_an_empty_file_and_no_copy_of_nothing() {
        assertThat(tables()).contains("events", "policies", "hosts", "audit_log");
        assertThat(folder.resolve("backups")).doesNotExist();
    }

    @Test
    @Requirement("OPS-30")
    void copies_the_file_under_the_same_key_before_it_changes_it() throws IOException {
        List<String> all = tables();
        takeMigrationsBack();
        assertThat(tables()).isEqualTo(all);

        Path copy = folder.resolve("backups/pre-migration-3.db");
        Path restored = Files.createDirectory(folder.resolve("restored"));
        Files.copy(copy, restored.resolve("walnut.db"));
        Cipher cipher =
                new Cipher(
                        DatabasePath.of(restored.resolve("walnut.db").toString(), folder),
                        Stores.config(restored));
        assertThat(tablesOf(cipher)).contains("events").doesNotContain("audit_log");
    }

    private static List<String> tablesOf(Cipher cipher) {
        try (var connection = cipher.openPlain();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT name FROM sqlite_schema")) {
            Stream.Builder<String> names = Stream.builder();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names.build().toList();
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Requirement("OPS-30")
    void refuses_a_newer_schema_and_writes_nothing() throws IOException {
        pretendVersion("999");
        Path file = folder.resolve("walnut.db");
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> Stores.open(folder))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.exitCode()).isEqualTo(78))
                .hasMessageContaining("has schema 999, this program knows up to " + latest());
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    @Requirement("OPS-30")
    void leaves_the_old_file_in_place_when_a_step_fails() {
        takeMigrationsBack();
        try (var connection = cipher().openPlain();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE secrets (mine TEXT) STRICT");
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        }
        assertThatThrownBy(() -> Stores.open(folder))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.exitCode()).isEqualTo(78))
                .hasMessageContaining("cannot be migrated");
        assertThat(tablesOf(cipher())).contains("events", "secrets").doesNotContain("users");
    }

    @Test
    @Requirement("OPS-30")
    void a_migration_that_takes_long_tells_how_far_it_is() throws java.sql.SQLException {
        takeMigrationsBack();
        Logger logger = (Logger) LoggerFactory.getLogger("io.github.walnut.store");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        DatabasePath path = DatabasePath.of(folder.resolve("walnut.db").toString(), folder);
        try (var connection = cipher().openWriter(Lane.JOURNAL)) {
            Migrations.migrate(connection, path, Duration.ofMillis(1));
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.startsWith("The database is brought from schema 3 to "))
                .anyMatch(
                        line -> line.matches("The migration goes on since \\d+ s, at step .*MiB.*"))
                .anyMatch(line -> line.startsWith("The database is at schema "));
    }

    private Cipher cipher() {
        return new Cipher(
                DatabasePath.of(folder.resolve("walnut.db").toString(), folder),
                Stores.config(folder));
    }

    @Test
    @Requirement("OPS-30")
    void keeps_the_last_three_copies() throws IOException {
        Path database = Files.writeString(folder.resolve("some.db"), "content");
        Files.setLastModifiedTime(database, FileTime.fromMillis(0));
        MigrationCopies copies = new MigrationCopies(folder.resolve("backups"));
        for (int version : List.of(1, 2, 9, 10, 11)) {
            copies.copy(database, version);
        }
        try (Stream<Path> files = Files.list(folder.resolve("backups"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "pre-migration-9.db", "pre-migration-10.db", "pre-migration-11.db");
        }
    }

    @Test
    @Requirement("OPS-30")
    void a_command_does_not_migrate_while_a_server_runs() {
        takeMigrationsBack();
        DatabaseConfig command = Stores.config(folder).withMode(DatabaseConfig.Mode.COMMAND);
        try (InstanceLock server = InstanceLock.take(folder.resolve("walnut.lock"), "server:1")) {
            assertThatThrownBy(() -> Database.open(command, new TestClock()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("stop the server, then walnut db init");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Database.open(command, new TestClock()).close();
        assertThat(tables()).contains("audit_log");
    }
}
