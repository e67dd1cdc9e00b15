package io.github.walnut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.app.LocalMachine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data folder from nothing to its first administrator, without a variable set by anybody. */
class InitCommandTest {

    private static final String EMAIL = "anna@example.org";
    private static final String OWN_KEY = "Tr0ub4dor&3-and-a-second-sentence";
    private static final String OWN_SECRET = "0123456789abcdefghijklmnopqrstuv";

    @TempDir private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path data;
    private Path keys;

    @BeforeEach
    void configure() throws IOException {
        data = folder.resolve("data");
        keys = data.resolve("keys.env");
        environment.put("WALNUT_ENV", "test");
        environment.put("WALNUT_ARGON2_PROFILE", "test");
        environment.put("WALNUT_CONFIG_DIR", folder.resolve("config").toString());
        environment.put("WALNUT_DATA_DIR", data.toString());
        environment.put("WALNUT_DB_KDF_ITER", "64000");
        environment.put("XDG_CONFIG_HOME", folder.resolve("home").toString());
        Files.writeString(folder.resolve("password"), "a-long-and-quiet-river\n");
    }

    private int walnut(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Walnut.run(
                new LocalMachine(),
                environment,
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                args);
    }

    private void done(String... args) {
        assertThat(walnut(args)).as(err.toString() + out).isZero();
    }

    private JsonNode answer() throws IOException {
        return Output.JSON.readTree(out.toString());
    }

    private String password() {
        return folder.resolve("password").toString();
    }

    @Test
    @Requirement("OPS-95")
    void one_command_makes_keys_database_and_administrator_and_says_so() throws IOException {
        done("init", "--email", EMAIL, "--password-file", password());

        assertThat(out.toString().lines())
                .hasSize(3)
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("Keys made: " + keys),
                        line -> assertThat(line).startsWith("Database created at version "),
                        line -> assertThat(line).isEqualTo("Administrator made: " + EMAIL));
        assertThat(err.toString())
                .contains("warning: keep a copy of " + keys + " in a second place")
                .contains("without it nobody can open the database again")
                .contains("Next: walnut serve, then open http://localhost:8000");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        done("--json", "auth", "list-users");
        assertThat(answer().path(0).path("email").asText()).isEqualTo(EMAIL);
        assertThat(answer().path(0).path("role").asText()).isEqualTo("admin");
    }

    @Test
    @Requirement("OPS-95")
    void a_second_time_changes_nothing_and_asks_nothing() throws IOException {
        done("init", "--email", EMAIL, "--password-file", password());
        String made = Files.readString(keys);

        done("init");
        assertThat(out.toString())
                .contains("Keys are there: file " + keys)
                .contains("Database already at version ")
                .contains("An administrator is there: " + EMAIL);
        assertThat(err.toString()).doesNotContain("warning");
        done("init", "--email", "ben@example.org", "--generate-password");
        assertThat(out.toString()).doesNotContain("Password");
        assertThat(Files.readString(keys)).isEqualTo(made);
        done("--json", "auth", "list-users");
        assertThat(answer()).hasSize(1);
    }

    @Test
    @Requirement("OPS-95")
    void a_program_may_ask_for_a_password_that_is_printed_once() throws IOException {
        done("--json", "init", "--email", EMAIL, "--generate-password");
        JsonNode made = answer();
        String password = made.at("/administrator/password").asText();
        assertThat(password).hasSize(20).doesNotContainPattern("[^A-Za-z0-9]");
        assertThat(made.at("/administrator/made").asBoolean()).isTrue();
        assertThat(made.at("/keys/file").asText()).isEqualTo(keys.toString());
        assertThat(made.at("/database/path").asText()).endsWith("walnut.db");
        done("--json", "init");
        assertThat(answer().at("/administrator/made").asBoolean()).isFalse();
        assertThat(out.toString()).doesNotContain(password);
    }

    @Test
    @Requirement("OPS-95")
    void without_a_terminal_an_administrator_is_named_or_left_to_the_console() throws IOException {
        assertThat(walnut("init")).isEqualTo(2);
        assertThat(err.toString()).contains("expected --email or --no-admin");
        assertThat(walnut("init", "--email", EMAIL)).isEqualTo(2);
        assertThat(err.toString()).contains("--password-file");
        assertThat(walnut("init", "--no-admin", "--email", EMAIL)).isEqualTo(2);
        assertThat(walnut("init", "--email", EMAIL, "--generate-password", "--password", "x"))
                .isEqualTo(2);
        done("init", "--no-admin");
        assertThat(out.toString()).contains("No administrator made: the console does");
        done("--json", "auth", "list-users");
        assertThat(answer()).isEmpty();
        environment.put("WALNUT_ADMIN_EMAIL", EMAIL);
        environment.put("WALNUT_ADMIN_PASSWORD_FILE", password());
        done("init");
        assertThat(out.toString()).contains("Administrator made: " + EMAIL);
    }

    @Test
    @Requirement({"OPS-95", "SEC-40"})
    void every_later_command_of_the_data_folder_finds_the_keys_and_says_where() throws IOException {
        done("init", "--no-admin");
        done("db", "health");
        done("keys", "validate");
        assertThat(out.toString()).contains("file " + keys).contains("true");
        done("config", "show", "--origin");
        assertThat(out.toString())
                .containsPattern("walnut.db.key +\\*\\*\\* +file \\Q" + keys)
                .containsPattern("walnut.jwt.secret +\\*\\*\\* +file \\Q" + keys);

        environment.remove("WALNUT_DATA_DIR");
        done("--data-dir", data.toString(), "db", "health");
        assertThat(walnut("--data-dir", folder.resolve("other").toString(), "db", "health"))
                .isEqualTo(78);
        assertThat(err.toString()).contains("WALNUT_DB_KEY: expected").contains("walnut init");
    }

    @Test
    @Requirement({"OPS-95", "SEC-40"})
    void keys_of_the_environment_and_of_files_win_and_none_are_made() throws IOException {
        Path file = Files.writeString(folder.resolve("db-key"), OWN_KEY + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        environment.put("WALNUT_DB_KEY_FILE", file.toString());
        environment.put("WALNUT_JWT_SECRET", OWN_SECRET);
        done("init", "--no-admin");
        assertThat(out.toString()).contains("Keys are there: file " + file + ", environment");
        assertThat(keys).doesNotExist();

        Files.writeString(keys, "WALNUT_DB_KEY=another-key-that-opens-nothing-123\n");
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
        done("db", "health");
        environment.remove("WALNUT_JWT_SECRET");
        done("init", "--no-admin");
        assertThat(Files.readString(keys))
                .contains("another-key-that-opens-nothing-123")
                .contains("WALNUT_JWT_SECRET='");
        done("db", "health");
    }

    @Test
    @Requirement("OPS-95")
    void a_database_whose_key_is_lost_gets_no_new_one() throws IOException {
        done("init", "--no-admin");
        Path copy = Files.move(keys, folder.resolve("copy"));
        assertThat(walnut("init", "--no-admin")).isEqualTo(78);
        assertThat(err.toString())
                .contains(data.resolve("walnut.db") + " is there and its key is not")
                .contains("a new key does not open it");
        assertThat(keys).doesNotExist();
        Files.move(copy, keys);
        done("init", "--no-admin");
    }

    @Test
    @Requirement("OPS-95")
    void in_production_the_data_folder_has_no_keys() throws IOException {
        environment.put("WALNUT_ENV", "production");
        environment.put("WALNUT_ARGON2_PROFILE", "small");
        assertThat(walnut("init", "--no-admin")).isEqualTo(78);
        assertThat(err.toString()).contains("WALNUT_ENV=production").contains("no keys are made");
        assertThat(data).doesNotExist();

        environment.put("WALNUT_ENV", "prod");
        done("init", "--no-admin");
        environment.put("WALNUT_ENV", "production");
        assertThat(walnut("db", "health")).isEqualTo(78);
        assertThat(err.toString()).contains("WALNUT_DB_KEY");
    }

    @Test
    @Requirement("SEC-40")
    void a_file_of_keys_that_others_may_read_is_refused() throws IOException {
        done("init", "--no-admin");
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(walnut("db", "health")).isEqualTo(78);
        assertThat(err.toString()).contains("a file that others cannot read (chmod o=)");
    }

    @Test
    @Requirement({"OPS-95", "SEC-45"})
    void rotated_keys_take_the_place_of_those_in_the_file() throws IOException {
        done("init", "--no-admin");
        String before = Files.readString(keys);
        Path fresh = Files.writeString(folder.resolve("fresh"), OWN_KEY + "\n");
        done("keys", "rotate", "db", "--new-key-file", fresh.toString());
        assertThat(out.toString()).contains(keys + " has it now");
        assertThat(Files.readString(keys)).contains(OWN_KEY).isNotEqualTo(before);
        done("db", "health");
        Files.writeString(fresh, OWN_SECRET + "\n");
        done("keys", "rotate", "jwt", "--new-key-file", fresh.toString());
        assertThat(Files.readString(keys)).contains(OWN_KEY, OWN_SECRET);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rw-------");

        // A key that is refused leaves file and database as they are.
        Files.writeString(fresh, "too short\n");
        assertThat(walnut("keys", "rotate", "db", "--new-key-file", fresh.toString())).isEqualTo(2);
        done("db", "health");
        try (var left = Files.list(data)) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .doesNotContain("keys.env.next", "keys.env.new");
        }
    }

    /** The end of the power between the database and the file: the new key lies beside them. */
    @Test
    @Requirement({"OPS-95", "SEC-45"})
    void a_rotation_that_was_cut_short_before_the_file_was_written_goes_on() throws IOException {
        done("init", "--no-admin");
        String before = Files.readString(keys);
        Path fresh = Files.writeString(folder.resolve("fresh"), OWN_KEY + "\n");
        done("keys", "rotate", "db", "--new-key-file", fresh.toString());
        Files.writeString(keys, before);
        Files.writeString(data.resolve("keys.env.next"), OWN_KEY);
        assertThat(walnut("db", "health")).isEqualTo(78);

        done(
                "keys",
                "rotate",
                "db",
                "--resume",
                "--new-key-file",
                data.resolve("keys.env.next").toString());
        assertThat(Files.readString(keys)).contains(OWN_KEY);
        assertThat(data.resolve("keys.env.next")).doesNotExist();
        done("db", "health");
    }

    @Test
    @Requirement("OPS-95")
    void the_help_of_backups_says_what_is_not_in_them() {
        for (List<String> help :
                List.of(List.of("help", "init"), List.of("backup", "create", "--help"))) {
            done(help.toArray(String[]::new));
            assertThat(out.toString()).contains("keys.env");
        }
    }
}
