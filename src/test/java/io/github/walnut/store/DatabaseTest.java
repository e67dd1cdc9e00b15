package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {

    private static final String OTHER_KEY = "another-passphrase-of-forty-characters-!";

    @TempDir Path folder;

    private Path file() {
        return folder.resolve("walnut.db");
    }

    private static void assertRefused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable open, int code, String... words) {
        assertThatThrownBy(open)
                .isInstanceOf(StoreException.class)
                .asInstanceOf(type(StoreException.class))
                .satisfies(
                        refused -> {
                            assertThat(refused.exitCode()).isEqualTo(code);
                            assertThat(refused.getMessage())
                                    .contains(words)
                                    .doesNotContain("\n", Stores.KEY);
                        });
    }

    private static String hash(Path file) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    @Test
    @Requirement("OPS-1")
    void makes_missing_folders_and_files_for_its_own_user_only() throws Exception {
        Path deep = folder.resolve("var/lib/walnut");
        Stores.open(deep).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(deep)))
                .isEqualTo("rwx------");
        for (String name : List.of("walnut.db", "walnut.db.keycheck", "walnut.lock")) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(deep.resolve(name))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void opens_again_what_it_made() {
        Stores.open(folder).close();
        try (Database database = Stores.open(folder)) {
            assertThat(database.health().check(true).findings()).isEmpty();
        }
    }

    @Test
    @Requirement({"OPS-21", "SEC-42"})
    void does_not_begin_like_a_plain_database() throws Exception {
        Stores.open(folder).close();
        byte[] head = Files.newInputStream(file()).readNBytes(16);
        assertThat(new String(head, StandardCharsets.ISO_8859_1)).isNotEqualTo("SQLite format 3\0");
    }

    @Test
    @Requirement("OPS-24")
    void refuses_a_wrong_key_in_one_line_and_leaves_the_file_as_it_was() throws Exception {
        Stores.open(folder).close();
        String before = hash(file());
        assertRefused(
                () -> Database.open(Stores.config(folder, OTHER_KEY), new TestClock()),
                78,
                "the database key does not open " + file());
        assertThat(hash(file())).isEqualTo(before);
    }

    @Test
    @Requirement("OPS-24")
    void refuses_a_wrong_key_without_a_key_check_too() throws Exception {
        Stores.open(folder).close();
        Files.delete(folder.resolve("walnut.db.keycheck"));
        String before = hash(file());
        assertRefused(
                () -> Database.open(Stores.config(folder, OTHER_KEY), new TestClock()),
                78,
                "the database key does not open " + file());
        assertThat(hash(file())).isEqualTo(before);
        assertThat(folder.resolve("walnut.db.keycheck")).doesNotExist();
    }

    @Test
    @Requirement("OPS-24")
    void writes_a_missing_key_check_anew_when_the_key_opens_the_file() throws Exception {
        Stores.open(folder).close();
        Files.delete(folder.resolve("walnut.db.keycheck"));
        Stores.open(folder).close();
        assertThat(folder.resolve("walnut.db.keycheck")).isNotEmptyFile();
    }

    @Test
    @Requirement("OPS-24")
    void makes_no_new_database_where_one_was_lost_unless_forced() throws Exception {
        Stores.open(folder).close();
        Files.delete(file());
        assertRefused(() -> Stores.open(folder), 78, "is missing", "--force-new");
        assertThat(file()).doesNotExist();

        Database.open(
                        Stores.config(folder).withMode(DatabaseConfig.Mode.FORCE_NEW),
                        new TestClock())
                .close();
        assertThat(file()).isNotEmptyFile();
    }

    @Test
    @Requirement("OPS-24")
    void takes_a_file_that_lost_its_content_for_a_lost_one() throws Exception {
        Stores.open(folder).close();
        Files.write(file(), new byte[0]);
        assertRefused(() -> Stores.open(folder), 78, "is missing", "--force-new");
        assertThat(file()).isEmptyFile();
    }

    @Test
    @Requirement("OPS-24")
    void goes_on_with_a_file_that_was_begun_but_holds_no_schema_yet() throws Exception {
        DatabasePath path = DatabasePath.of(file().toString(), folder);
        try (var connection = new Cipher(path, Stores.config(folder)).openPlain();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE begun (x TEXT) STRICT");
            statement.execute("DROP TABLE begun");
        }
        assertThat(path.holdsDatabase()).isTrue();
        Stores.open(folder).close();
    }

    @Test
    @Requirement("OPS-24")
    void forcing_a_new_file_takes_another_key_too() throws Exception {
        Stores.open(folder).close();
        Files.delete(file());
        DatabaseConfig other =
                Stores.config(folder, OTHER_KEY).withMode(DatabaseConfig.Mode.FORCE_NEW);
        Database.open(other, new TestClock()).close();
        assertRefused(() -> Stores.open(folder), 78, "the database key does not open");
        Database.open(Stores.config(folder, OTHER_KEY), new TestClock()).close();
    }

    @Test
    @Requirement("OPS-24")
    void says_with_how_many_rounds_the_file_was_made() {
        Stores.open(folder).close();
        assertRefused(
                () ->
                        Database.open(
                                Stores.config(folder).withKdfIterations(100_000), new TestClock()),
                78,
                "was made with kdf_iter 64000: got 100000");
    }

    @Test
    void leaves_a_damaged_file_as_it_is() throws Exception {
        Stores.open(folder).close();
        byte[] bytes = Files.readAllBytes(file());
        java.util.Arrays.fill(bytes, 5000, 6000, (byte) 7);
        Files.write(file(), bytes);
        String before = hash(file());
        assertRefused(() -> Stores.open(folder), 78, "damaged", file().toString());
        assertThat(hash(file())).isEqualTo(before);
    }

    @Test
    void refuses_a_plain_database() throws IOException {
        Files.writeString(file(), "SQLite format 3\0" + "x".repeat(5000));
        assertRefused(() -> Stores.open(folder), 78, "not encrypted");
    }

    @Test
    @Requirement("OPS-20")
    void refuses_a_path_that_could_carry_parameters_or_leave_the_working_folder() {
        for (String path :
                List.of("/tmp/a.db?key=x", "/tmp/a;b.db", "/tmp/a\nb.db", "../a.db", " ")) {
            assertRefused(() -> DatabasePath.of(path, folder), 78, "expected an absolute path");
        }
        assertThat(DatabasePath.of("data/a.db", folder).file())
                .isEqualTo(folder.resolve("data/a.db"));
        assertThat(DatabasePath.of("/var/lib/a.db", folder).file())
                .isEqualTo(Path.of("/var/lib/a.db"));
    }

    @Test
    @Requirement("OPS-20")
    void shows_the_key_neither_in_the_url_nor_in_the_text_of_its_configuration() {
        assertThat(Stores.config(folder).toString()).doesNotContain(Stores.KEY);
        assertThat(DatabasePath.of(file().toString(), folder).url())
                .isEqualTo("jdbc:sqlite:" + file());
    }

    @Test
    @Requirement("OPS-22")
    void sets_every_pragma_on_both_writing_connections() {
        try (Database database = Stores.open(folder)) {
            assertThat(database.health().check(false).ok()).isTrue();
            assertThat(pragma(database, Lane.JOURNAL, "synchronous")).isEqualTo("2");
            assertThat(pragma(database, Lane.BULK, "synchronous")).isEqualTo("1");
            assertThat(pragma(database, Lane.JOURNAL, "auto_vacuum")).isEqualTo("2");
            assertThat(pragma(database, Lane.JOURNAL, "page_size")).isEqualTo("4096");
        }
    }

    @Test
    @Requirement({"OPS-22", "OPS-35"})
    void notices_a_pragma_that_is_not_as_set() {
        try (Database database = Stores.open(folder)) {
            database.write(Lane.BULK, tx -> tx.sql("PRAGMA cache_size = -100").update());
            Health.Report report = database.health().check(false);
            assertThat(report.ok()).isFalse();
            assertThat(report.findings())
                    .containsExactly("PRAGMA cache_size is -100: expected -8000");
        }
    }

    private static String pragma(Database database, Lane lane, String pragma) {
        return database.write(
                lane, tx -> tx.sql("PRAGMA " + pragma).query(String.class).optional().orElse(""));
    }

    @Test
    @Requirement("OPS-29")
    void keeps_a_second_server_out_and_names_the_first() {
        try (Database first = Stores.open(folder)) {
            assertRefused(() -> Stores.open(folder), 75, "another server holds", "test:1");
            assertThat(first.health().check(false).ok()).isTrue();
        }
        Stores.open(folder).close();
    }

    @Test
    @Requirement("OPS-29")
    void raises_the_epoch_with_each_server_and_not_with_commands() {
        long first;
        try (Database database = Stores.open(folder)) {
            first = database.epoch();
            try (Database command =
                    Database.open(
                            Stores.config(folder).withMode(DatabaseConfig.Mode.COMMAND),
                            new TestClock())) {
                assertThat(command.epoch()).isEqualTo(first);
            }
        }
        try (Database database = Stores.open(folder)) {
            assertThat(database.epoch()).isEqualTo(first + 1);
        }
    }

    @Test
    void frees_the_lock_when_opening_fails() {
        Stores.open(folder).close();
        assertThatThrownBy(() -> Database.open(Stores.config(folder, OTHER_KEY), new TestClock()))
                .isInstanceOf(StoreException.class);
        Stores.open(folder).close();
    }
}
