package io.github.walnut.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationReaderTest {

    @TempDir private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final Properties system = new Properties();
    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void useOwnFolder() {
        environment.put("WALNUT_CONFIG_DIR", folder.toString());
    }

    private ConfigurationReader reader() {
        return new ConfigurationReader(environment, system, warnings::add);
    }

    private Configuration read() {
        return reader().read(Map.of());
    }

    @Test
    @Requirement("OPS-2")
    void later_sources_win_and_each_value_knows_its_origin() throws IOException {
        Files.writeString(
                folder.resolve("application.properties"), "walnut.http.port=1\nwalnut.env=dev\n");
        Files.createDirectory(folder.resolve("conf.d"));
        Files.writeString(folder.resolve("conf.d/10.properties"), "walnut.http.port=2\n");
        assertThat(read().values().get(Setting.HTTP_PORT))
                .isEqualTo(
                        new Configuration.Value(
                                "2", folder.resolve("conf.d/10.properties").toString()));
        environment.put("WALNUT_HTTP_PORT", "3");
        assertThat(read().number(Setting.HTTP_PORT)).isEqualTo(3);
        system.setProperty("walnut.http.port", "4");
        assertThat(read().number(Setting.HTTP_PORT)).isEqualTo(4);
        Configuration option =
                new ConfigurationReader(environment, system, warnings::add)
                        .read(Map.of(Setting.HTTP_PORT, "5"));
        assertThat(option.values().get(Setting.HTTP_PORT))
                .isEqualTo(new Configuration.Value("5", "option"));
        assertThat(option.development()).isTrue();
        assertThat(option.values().get(Setting.DATA_DIR).origin()).isEqualTo("default");
    }

    @Test
    @Requirement("SEC-23")
    void camel_may_not_serve_files() throws IOException {
        environment.put("CAMEL_SERVER_STATIC_ENABLED", "false");
        Path file = folder.resolve("application.properties");
        Files.writeString(file, "camel.server.staticEnabled=false\n");
        assertThat(read()).isNotNull();
        Files.writeString(file, "camel.server.static-enabled=true\n");
        environment.put("CAMEL_SERVER_STATIC_ENABLED", "1");
        system.setProperty("camel.server.staticEnabled", "TRUE");
        assertThat(catchThrowableOfType(ConfigurationException.class, this::read).problems())
                .hasSize(3)
                .allMatch(problem -> problem.contains("expected false"))
                .anyMatch(problem -> problem.contains(file.toString()));
    }

    @Test
    @Requirement("OPS-3")
    void a_secret_file_wins_over_its_variable_with_a_warning() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "kK0-1xY9_k".repeat(4) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        environment.put("WALNUT_DB_KEY", "xX0-1kY9_x".repeat(4));
        environment.put("WALNUT_DB_KEY_FILE", file.toString());
        assertThat(read().text(Setting.DB_KEY)).isEqualTo("kK0-1xY9_k".repeat(4));
        assertThat(warnings).anyMatch(w -> w.contains("the file wins"));
    }

    @Test
    @Requirement("OPS-3")
    void all_bad_values_are_listed_at_once_and_no_secret_is_shown() {
        environment.put("WALNUT_HTTP_PORT", "80000");
        environment.put("WALNUT_POLL_INTERVAL", "soon");
        environment.put("WALNUT_DB_KEY", "tooshortsecret");
        environment.put("WALNUT_DB_KEY_FILE", "");
        environment.remove("WALNUT_DB_KEY_FILE");
        environment.put("NUT_USERNAME", "monitor");
        environment.put("WALNUT_ARMED", "perhaps");
        environment.put("NUT_HOST", "bad host;x");
        environment.put("NUT_PORT", "0");
        environment.put("WALNUT_HTTP_HOST", "[::1]");
        environment.put("WALNUT_MANAGEMENT_HOST", "127.0.0.1:8001");
        environment.put("WALNUT_ADMIN_EMAIL", "me");
        environment.put("WALNUT_MQTT_TLS_CA", "/etc/ssl/broker.pem");
        environment.put("WALNUT_MQTT_CLIENT_ID", "wal nut");
        environment.put("WALNUT_MQTT_TLS_KEY", "canary-no-key");
        environment.put("WALNUT_MQTT_QOS", "3");
        environment.put("WALNUT_DB_PATH", "/data/walnut.db?cipher=\u0007none");
        ConfigurationException refused =
                catchThrowableOfType(ConfigurationException.class, this::read);
        assertThat(refused.problems())
                .contains(
                        "WALNUT_HTTP_PORT: expected a number from 0 to 65535, got '80000'",
                        "WALNUT_DB_KEY: expected at least 32 characters, got 14 characters",
                        "WALNUT_ARMED: expected true or false, got 'perhaps'",
                        "NUT_USERNAME, NUT_PASSWORD: expected both or none",
                        "NUT_PORT: expected a number from 1 to 65535, got '0'",
                        "NUT_HOST: expected a name or an address without brackets or port, got"
                                + " 'bad host;x'",
                        "WALNUT_HTTP_HOST: expected a name or an address without brackets or port,"
                                + " got '[::1]'",
                        "WALNUT_MANAGEMENT_HOST: expected a name or an address without brackets or"
                                + " port, got '127.0.0.1:8001'",
                        "WALNUT_ADMIN_EMAIL: expected an e-mail address, got 'me'",
                        "WALNUT_MQTT_TLS_CA: expected certificates in PEM (-----BEGIN"
                                + " CERTIFICATE-----), got '/etc/ssl/broker.pem'",
                        "WALNUT_MQTT_TLS_KEY: expected a private key in PEM without a passphrase"
                                + " (-----BEGIN PRIVATE KEY-----), got ***",
                        "WALNUT_MQTT_QOS: expected a number from 0 to 2, got '3'",
                        "WALNUT_MQTT_CLIENT_ID: expected 1 to 64 of A-Z, a-z, 0-9, _ and -, got 'wal"
                                + " nut'",
                        "WALNUT_DB_PATH: expected the path of a file without ?, ; and control"
                                + " characters, got '/data/walnut.db?cipher=\uFFFDnone'",
                        "WALNUT_POLL_INTERVAL: expected a duration from 500ms to 1h such as 2m30s, or"
                                + " a number of seconds, got 'soon'")
                .noneMatch(p -> p.contains("tooshortsecret"));
    }

    @Test
    @Requirement("OPS-3")
    void unknown_names_give_a_warning_with_the_nearest_known_one() {
        environment.put("WALNUT_HTTP_PROT", "8000");
        environment.put("WALNUT_JAVA_OPT", "-Xmx1g");
        read();
        assertThat(warnings).contains("WALNUT_JAVA_OPT is unknown; did you mean WALNUT_JAVA_OPTS?");
        assertThat(warnings)
                .anyMatch(
                        w ->
                                w.contains(
                                        "WALNUT_HTTP_PROT is unknown; did you mean WALNUT_HTTP_PORT?"));
    }

    @Test
    void hosts_are_names_or_addresses() {
        for (String host :
                List.of(
                        "0.0.0.0",
                        "localhost",
                        "ups-1.lan",
                        "::",
                        "::1",
                        "fe80::1%eth0",
                        "10.0.0.5")) {
            environment.put("NUT_HOST", host);
            environment.put("WALNUT_HTTP_HOST", host);
            assertThat(read().text(Setting.NUT_HOST)).isEqualTo(host);
        }
    }

    @Test
    void durations_are_texts_or_seconds() {
        environment.put("WALNUT_POLL_INTERVAL", "2");
        environment.put("WALNUT_DEAD_TIME", "1m30s");
        assertThat(read().duration(Setting.POLL_INTERVAL)).isEqualTo(Duration.ofSeconds(2));
        assertThat(read().duration(Setting.DEAD_TIME)).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void each_nut_variable_has_a_walnut_alias() {
        environment.put("WALNUT_NUT_HOST", "ups.example");
        assertThat(read().text(Setting.NUT_HOST)).isEqualTo("ups.example");
        assertThat(warnings).isEmpty();
    }

    @Test
    @Requirement("OPS-3")
    void a_setting_whose_feature_is_missing_is_refused_by_name_wherever_it_stands()
            throws IOException {
        environment.put("WALNUT_MQTT_COMMANDS", "true");
        environment.put("WALNUT_BASE_PATH", "");
        Files.writeString(
                folder.resolve("application.properties"), "walnut.egress.unix-sockets=true\n");
        Path file = Files.writeString(folder.resolve("env"), "WALNUT_MQTT_DISCOVERY=true\nX=1\n");
        ConfigurationException refused =
                catchThrowableOfType(
                        ConfigurationException.class, () -> reader().with(file).read(Map.of()));
        assertThat(refused.problems())
                .anyMatch(p -> p.startsWith("WALNUT_MQTT_COMMANDS: not supported"))
                .anyMatch(p -> p.startsWith("walnut.egress.unix-sockets ("))
                .anyMatch(p -> p.startsWith("WALNUT_MQTT_DISCOVERY: not supported"))
                .hasSize(3);
    }

    @Test
    @Requirement("OPS-4")
    void a_file_of_variables_is_overridden_by_the_environment_and_may_hold_others()
            throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("walnut.env"),
                        """
                        # the rack
                        export NUT_HOST = "ups.example" # quoted
                        NUT_PORT=3494 # the second one
                        WALNUT_HTTP_PORT=9000
                        POSTGRES_USER='x'
                        WALNUT_OF_ANOTHER=1
                        """);
        environment.put("WALNUT_HTTP_PORT", "9001");
        Configuration configuration = reader().with(file).read(Map.of());
        assertThat(configuration.values().get(Setting.NUT_HOST))
                .isEqualTo(new Configuration.Value("ups.example", file.toString()));
        assertThat(configuration.number(Setting.NUT_PORT)).isEqualTo(3494);
        assertThat(configuration.values().get(Setting.HTTP_PORT).origin()).isEqualTo("environment");
        assertThat(warnings).isEmpty();
    }

    @Test
    @Requirement("OPS-4")
    void a_line_that_is_no_variable_is_named() throws IOException {
        Path file = Files.writeString(folder.resolve("walnut.env"), "A=1\nnonsense\nB=\"open\n");
        assertThat(
                        catchThrowableOfType(
                                        ConfigurationException.class, () -> reader().with(file))
                                .problems())
                .containsExactly(
                        file + ", line 2: expected NAME=value",
                        file + ", line 3: expected NAME=value");
    }

    @Test
    @Requirement("OPS-3")
    void a_development_key_serves_where_there_is_no_other_and_no_production() {
        environment.put("WALNUT_DB_KEY_DEV", "dD0-1xY9".repeat(4));
        assertThat(read().text(Setting.DB_KEY)).isNull();
        environment.put("WALNUT_ENV", "dev");
        assertThat(read().text(Setting.DB_KEY)).isEqualTo("dD0-1xY9".repeat(4));
        environment.put("WALNUT_DB_KEY", "kK0-1xY9".repeat(4));
        assertThat(read().text(Setting.DB_KEY)).isEqualTo("kK0-1xY9".repeat(4));
    }

    @Test
    @Requirement("OPS-50")
    void single_loggers_have_levels_of_their_own() throws IOException {
        Files.writeString(
                folder.resolve("application.properties"),
                "walnut.log.level=WARN\nwalnut.log.level.io.github.walnut.api=DEBUG\n");
        assertThat(read().loggerLevels()).isEqualTo(Map.of("io.github.walnut.api", "DEBUG"));
        system.setProperty("walnut.log.level.org.apache.camel", "loud");
        assertThat(catchThrowableOfType(ConfigurationException.class, this::read).problems())
                .containsExactly(
                        "walnut.log.level.org.apache.camel: expected one of ERROR, WARN, INFO,"
                                + " DEBUG, TRACE, got 'loud'");
    }
}
