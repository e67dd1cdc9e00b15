package io.github.walnut.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRulesTest {

    private static final String GOOD = "aB3$-canary-of-the-database-key-0123";
    private static final String OTHER = "xY7-canary-of-the-token-secret-45678";

    @TempDir Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private Path secrets;

    @BeforeEach
    void mount() throws IOException {
        secrets = Files.createDirectory(folder.resolve("secrets"));
        environment.put("WALNUT_CONFIG_DIR", folder.toString());
    }

    private Configuration read() {
        return new ConfigurationReader(environment, new Properties(), warnings::add)
                .secretsIn(secrets)
                .read(Map.of());
    }

    private List<String> refused() {
        List<String> problems =
                catchThrowableOfType(ConfigurationException.class, this::read).problems();
        assertThat(problems.toString()).doesNotContain("canary", "GOOD");
        return problems;
    }

    private Path file(Path where, String text, String mode) throws IOException {
        Path file = Files.writeString(where, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @Test
    @Requirement("SEC-40")
    void the_first_source_that_exists_is_taken() throws IOException {
        environment.put("WALNUT_ENV", "test");
        environment.put("WALNUT_DB_KEY_DEV", "dev-" + GOOD);
        assertThat(read().text(Setting.DB_KEY)).isEqualTo("dev-" + GOOD);
        environment.put("WALNUT_DB_KEY", "env-" + GOOD);
        assertThat(read().text(Setting.DB_KEY)).isEqualTo("env-" + GOOD);
        file(secrets.resolve("walnut_db_key"), "run-" + GOOD + "\r\n", "rw-r--r--");
        assertThat(read().text(Setting.DB_KEY)).isEqualTo("run-" + GOOD);
        Path named = file(folder.resolve("key"), "file-" + GOOD + "\n", "rw-r-----");
        environment.put("WALNUT_DB_KEY_FILE", named.toString());
        assertThat(read().text(Setting.DB_KEY)).isEqualTo("file-" + GOOD);
        file(secrets.resolve("walnut_jwt_secret"), OTHER + "\n\n", "r--------");
        assertThat(refused()).containsExactly(printable("WALNUT_JWT_SECRET"));
    }

    private static String printable(String name) {
        return name + ": expected printable characters only, got others too";
    }

    @Test
    @Requirement("SEC-40")
    void a_source_that_is_bad_is_not_passed_over() throws IOException {
        environment.put("WALNUT_DB_KEY", GOOD);
        environment.put("WALNUT_DB_KEY_FILE", folder.resolve("none").toString());
        assertThat(refused()).singleElement().asString().startsWith("WALNUT_DB_KEY_FILE: expected");
        file(folder.resolve("none"), "\n", "rw-------");
        assertThat(refused())
                .containsExactly(
                        "WALNUT_DB_KEY: expected at least 32 characters, got 0 characters");
        environment.remove("WALNUT_DB_KEY_FILE");
        file(secrets.resolve("walnut_db_key"), "", "rw-------");
        assertThat(refused())
                .containsExactly(
                        "WALNUT_DB_KEY: expected at least 32 characters, got 0 characters");
    }

    @Test
    @Requirement("SEC-40")
    void a_file_that_others_can_read_is_refused() throws IOException {
        Path file = file(folder.resolve("key"), GOOD, "rw----r--");
        environment.put("WALNUT_DB_KEY_FILE", file.toString());
        assertThat(refused())
                .containsExactly(
                        "WALNUT_DB_KEY_FILE: expected a file that others cannot read (chmod o=),"
                                + " got "
                                + file);
    }

    @Test
    @Requirement("SEC-40")
    void weak_keys_and_placeholders_are_refused_without_being_shown() {
        Map.of(
                        "canary-short",
                        "at least 32 characters, got 12 characters",
                        "abcabcabcabcabcabcabcabcabcabcabcabc",
                        "at least 8 different characters, got 3 different ones",
                        GOOD + "\u0007",
                        "printable characters only, got others too",
                        "your_database_key_of_at_least_32_characters",
                        "a key of your own (walnut keys generate), got the placeholder of"
                                + " an example",
                        "ChangeMe-0123456789-abcdefghijklmnop",
                        "a key of your own (walnut keys generate), got the placeholder of"
                                + " an example")
                .forEach(
                        (key, why) -> {
                            environment.put("WALNUT_DB_KEY", key);
                            assertThat(refused()).containsExactly("WALNUT_DB_KEY: expected " + why);
                        });
    }

    @Test
    @Requirement("SEC-40")
    void both_keys_are_different_and_trial_keys_give_a_warning() {
        environment.put("WALNUT_DB_KEY", GOOD);
        environment.put("WALNUT_JWT_SECRET", GOOD);
        assertThat(refused())
                .containsExactly(
                        "WALNUT_DB_KEY, WALNUT_JWT_SECRET: expected two different keys, got the"
                                + " same one twice");
        environment.put("WALNUT_JWT_SECRET", "test_" + OTHER);
        read();
        assertThat(warnings)
                .containsExactly(
                        "WALNUT_JWT_SECRET begins like a key for trials; make one with walnut keys"
                                + " generate");
    }

    @Test
    @Requirement("SEC-41")
    void after_the_start_the_settings_hold_no_key() {
        environment.put("WALNUT_DB_KEY", GOOD);
        environment.put("WALNUT_JWT_SECRET", OTHER);
        Configuration configuration = read();
        configuration.forgetKeys();
        assertThat(configuration.values().values())
                .extracting(Configuration.Value::text)
                .doesNotContain(GOOD, OTHER);
    }
}
