package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.cli.Local.Finding;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.ConfigurationException;
import io.github.walnut.config.ConfigurationReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCheckTest {

    @TempDir private Path folder;

    private final LocalMachine machine = new LocalMachine();

    private Configuration configuration(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>();
        environment.put("WALNUT_CONFIG_DIR", folder.resolve("config").toString());
        environment.put("WALNUT_DATA_DIR", folder.resolve("data").toString());
        environment.putAll(more);
        return new ConfigurationReader(environment, new Properties(), warning -> {}).read(Map.of());
    }

    private Configuration withKeys(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.put("WALNUT_DB_KEY", "canary-Tr0ub4dor&3-and-a-second-sentence");
        all.put("WALNUT_JWT_SECRET", "canary-0123456789abcdefghijklmnop");
        return configuration(all);
    }

    @Test
    @Requirement("OPS-40")
    void a_start_without_keys_is_told_before_it_is_tried() {
        assertThatThrownBy(() -> machine.check(configuration(Map.of())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("WALNUT_DB_KEY: expected");
        assertThat(machine.check(withKeys(Map.of())))
                .singleElement()
                .matches(finding -> finding.message().endsWith("a start makes it"));
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    @Requirement({"OPS-3", "OPS-50"})
    void what_only_a_server_needs_is_told_at_once_too() {
        Configuration configuration =
                configuration(
                        Map.of(
                                "WALNUT_LOG_FILE", folder.resolve("no/such/folder").toString(),
                                "WALNUT_TLS_CERT_FILE", folder.resolve("absent.pem").toString(),
                                "WALNUT_TLS_KEY_FILE", folder.resolve("absent.key").toString()));
        ConfigurationException refused =
                catchThrowableOfType(
                        ConfigurationException.class, () -> machine.serve(configuration));
        assertThat(refused.problems())
                .extracting(line -> line.substring(0, line.indexOf(':')))
                .containsExactly(
                        "WALNUT_DB_KEY",
                        "WALNUT_JWT_SECRET",
                        "WALNUT_TLS_CERT_FILE",
                        "WALNUT_LOG_FILE");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    @Requirement("OPS-3")
    void settings_from_outside_that_do_not_go_together_stop_the_start() {
        Configuration configuration =
                withKeys(
                        Map.of(
                                "WALNUT_DB_KDF_ITER", "64000",
                                "WALNUT_BACKUP_SCHEDULE", "@daily",
                                "WALNUT_MQTT_URL", "tcp://127.0.0.1:1883",
                                "WALNUT_MQTT_PASSWORD", "canary-of-the-broker",
                                "WALNUT_SESSION_IDLE", "8d"));
        ConfigurationException refused =
                catchThrowableOfType(
                        ConfigurationException.class, () -> WalnutServer.start(configuration));
        assertThat(refused.problems())
                .containsExactlyInAnyOrder(
                        "WALNUT_BACKUP_PASSPHRASE: a schedule needs a passphrase",
                        "WALNUT_MQTT_PASSWORD: a password needs a username",
                        "WALNUT_SESSION_IDLE: expected at most session_max");
    }

    @Test
    @Requirement("OPS-40")
    void broken_routes_and_types_are_found() throws IOException {
        Files.createDirectories(folder.resolve("routes"));
        Files.writeString(folder.resolve("routes/own.camel.yaml"), "- route: {from: {nope: 1}}\n");
        Files.createDirectories(folder.resolve("kamelets/acme.power"));
        List<Finding> findings = machine.check(withKeys(Map.of("WALNUT_HOME", folder.toString())));
        assertThat(findings.stream().filter(f -> f.severity().equals("error")))
                .extracting(Finding::where)
                .contains("type acme.power", "routes");
    }

    @Test
    @Requirement("OPS-40")
    void stored_policies_are_read_again() throws Exception {
        Configuration configuration;
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            walnut.virtualHost("lab", List.of("web-1"));
            await().atMost(TestLimits.WAIT)
                    .until(() -> walnut.get("api/ups").json().toString().contains("rack1"));
            walnut.created(
                    """
                    version: "2.0"
                    name: Shed the lab
                    trigger: {type: ups.state, equals: OB, ups: rack1}
                    actions:
                      - {host_id: lab, capability: vm.lifecycle, verb: shutdown, selector: {names: [web-1]}}
                    """);
            configuration = walnut.configuration();
        }
        assertThat(machine.check(configuration))
                .singleElement()
                .matches(finding -> finding.where().equals("policy Shed the lab/trigger/for"))
                .matches(finding -> finding.severity().equals("warn"));
    }
}
