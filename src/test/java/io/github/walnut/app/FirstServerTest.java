package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.api.NutServers;
import io.github.walnut.config.ConfigurationReader;
import io.github.walnut.store.Database;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.NutServer;
import io.github.walnut.store.NutServerRepository;
import io.github.walnut.store.Secrets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstServerTest {

    private static final String KEY = "a key of the tests, long enough for anybody";

    @TempDir private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final List<String> notes = new ArrayList<>();
    private Database database;
    private NutServerRepository servers;
    private Secrets secrets;

    @BeforeEach
    void open() {
        SystemClock clock = new SystemClock();
        database =
                Database.open(
                        DatabaseConfig.server(
                                        folder.resolve("walnut.db"), KEY.toCharArray(), "test:1")
                                .withKdfIterations(DatabaseConfig.LEAST_KDF_ITERATIONS),
                        clock);
        servers = new NutServerRepository(database);
        secrets = new Secrets(database, KEY.toCharArray());
        environment.put("WALNUT_CONFIG_DIR", folder.toString());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void start() {
        new FirstServer(
                        servers,
                        secrets,
                        new NutServers.Usual(
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(30)),
                        new SystemClock(),
                        notes::add)
                .ensure(
                        new ConfigurationReader(environment, new Properties(), notes::add)
                                .read(Map.of()));
    }

    @Test
    @Requirement("NUT-2")
    void the_settings_make_the_first_server_with_its_sealed_password() {
        environment.put("NUT_HOST", "Attic.example.org");
        environment.put("NUT_PORT", "3494");
        environment.put("NUT_USERNAME", "monitor");
        environment.put("NUT_PASSWORD", "canary-s3cret");

        start();

        NutServer server = servers.find("attic.example.org-3494").orElseThrow();
        assertThat(server.host()).isEqualTo("Attic.example.org");
        assertThat(server.port()).isEqualTo(3494);
        assertThat(server.username()).isEqualTo("monitor");
        assertThat(secrets.open(server.secretRef()).map(String::new)).contains("canary-s3cret");
        assertThat(notes).isEmpty();
    }

    @Test
    @Requirement("NUT-2")
    void without_settings_the_first_server_is_this_machine() {
        start();

        assertThat(servers.all()).extracting(NutServer::host).containsExactly("localhost");
        assertThat(servers.all()).extracting(NutServer::port).containsExactly(3493);
    }

    @Test
    @Requirement("NUT-2")
    void later_the_stored_server_wins_and_a_setting_that_differs_is_told() {
        start();
        start();
        assertThat(notes).isEmpty();

        environment.put("NUT_HOST", "10.4.0.9");
        start();

        assertThat(servers.all()).extracting(NutServer::host).containsExactly("localhost");
        assertThat(notes).singleElement().asString().contains("10.4.0.9:3493", "stored");
    }

    @Test
    @Requirement("NUT-2")
    void another_user_in_the_settings_is_told_without_any_password() {
        start();
        environment.put("NUT_USERNAME", "monitor");
        environment.put("NUT_PASSWORD", "canary-s3cret");
        start();

        assertThat(servers.all()).extracting(NutServer::username).containsOnlyNulls();
        assertThat(notes)
                .singleElement()
                .asString()
                .contains("NUT_USERNAME", "localhost")
                .doesNotContain("canary-s3cret");
    }

    @Test
    void makes_no_server_when_that_is_switched_off() {
        environment.put("WALNUT_NUT_ENABLED", "false");
        start();

        assertThat(servers.all()).isEmpty();
    }
}
