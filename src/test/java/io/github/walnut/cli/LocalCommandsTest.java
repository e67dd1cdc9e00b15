package io.github.walnut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.PackageZip;
import io.github.walnut.Requirement;
import io.github.walnut.app.LocalMachine;
import io.github.walnut.simulation.ScenarioReader;
import io.github.walnut.simulation.SimulatedNutServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that need no server, on this disk and against a NUT server that is simulated. */
class LocalCommandsTest {

    @TempDir private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void configure() {
        environment.put("WALNUT_ENV", "test");
        environment.put("WALNUT_DB_KEY", "Tr0ub4dor&3-and-a-second-sentence");
        environment.put("WALNUT_JWT_SECRET", "0123456789abcdefghijklmnopqrstuv");
        environment.put("WALNUT_CONFIG_DIR", folder.resolve("config").toString());
        environment.put("WALNUT_DATA_DIR", folder.resolve("data").toString());
        environment.put("WALNUT_DB_KDF_ITER", "64000");
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

    private SimulatedNutServer upsd() throws IOException {
        SimulatedNutServer server =
                new SimulatedNutServer(
                        new ScenarioReader()
                                .read(
                                        """
                                        ups:
                                          - name: rack1
                                            description: In the cellar
                                            variables: {ups.status: OL}
                                        users:
                                          - {name: walnut, password: let-walnut-in, upsmon: secondary}
                                        """),
                        InetAddress.getLoopbackAddress(),
                        0,
                        null,
                        1,
                        step -> {});
        environment.put("NUT_HOST", "127.0.0.1");
        environment.put("NUT_PORT", Integer.toString(server.start().port()));
        environment.put("NUT_USERNAME", "walnut");
        environment.put("NUT_PASSWORD", "let-walnut-in");
        return server;
    }

    /** A backup of nothing, or the health of nothing, would reassure somebody. */
    @Test
    @Requirement("OPS-41")
    void a_mistyped_folder_gets_no_database() {
        Path typo = folder.resolve("dtaa");
        for (List<String> command :
                List.of(
                        List.of("db", "health"),
                        List.of("audit", "verify"),
                        List.of("auth", "list-users"),
                        List.of("ups", "list"))) {
            List<String> words = new ArrayList<>(List.of("--data-dir", typo.toString()));
            words.addAll(command);
            assertThat(walnut(words.toArray(String[]::new))).as("%s", command).isEqualTo(78);
            assertThat(err.toString())
                    .contains("there is no database " + typo.resolve("walnut.db"))
                    .contains("walnut db init");
        }
        assertThat(typo).doesNotExist();
    }

    @Test
    @Requirement({"OPS-41", "OPS-42"})
    void a_nut_server_is_tried_with_right_and_with_wrong_credentials() throws IOException {
        try (SimulatedNutServer server = upsd()) {
            assertThat(walnut("test", "nut")).as(err.toString()).isZero();
            assertThat(out)
                    .hasToString(
                            """
                            STEP          OK    ERROR
                            connect       true  -
                            trust         true  -
                            identify      true  -
                            list          true  -
                            authenticate  true  -
                            UPS    STATUS  DESCRIPTION
                            rack1  OL      In the cellar
                            """);
            Path wrong = Files.writeString(folder.resolve("wrong"), "guessed\n");
            assertThat(walnut("--json", "test", "nut", "--password-file", wrong.toString()))
                    .isEqualTo(1);
            assertThat(Output.JSON.readTree(out.toString()).path("credentials").asText())
                    .isEqualTo("refused");
            assertThat(walnut("test", "nut", "--tls", "perhaps")).isEqualTo(2);
        }
        assertThat(walnut("test", "nut")).isEqualTo(1);
        assertThat(out.toString()).contains("connect  false");
    }

    @Test
    @Requirement("OPS-32")
    void a_disk_is_tried_with_a_scratch_database_that_is_gone_afterwards() throws IOException {
        assertThat(walnut("--json", "test", "database", "--samples", "10"))
                .as(err.toString())
                .isZero();
        JsonNode rows = Output.JSON.readTree(out.toString());
        assertThat(rows.findValuesAsText("what"))
                .containsExactly("journal commits", "sample commits", "reads of the newest 100");
        assertThat(rows).allMatch(row -> row.path("per_second").asDouble() > 0);
        try (Stream<Path> left = Files.list(folder.resolve("data"))) {
            assertThat(left).isEmpty();
        }
        assertThat(walnut("test", "database", "--samples", "0")).isEqualTo(2);
        environment.put("WALNUT_DATA_DIR", "/proc/none");
        assertThat(walnut("test", "database")).isEqualTo(1);
    }

    @Test
    @Requirement({"OPS-41", "INT-58"})
    void an_uploaded_type_is_checked_like_one_of_the_program() throws IOException {
        Path type = folder.resolve("data/integrations/acme.wake");
        Files.createDirectories(type);
        Path manifest = Files.writeString(type.resolve("plugin.yaml"), "id: acme.wake\n");
        assertThat(walnut("--json", "test", "driver", "acme.wake")).isEqualTo(1);
        JsonNode refused = Output.JSON.readTree(out.toString()).path(0);
        assertThat(refused.path("case").asText()).isEqualTo("C01");
        assertThat(refused.path("reason").asText()).contains("schema_error");
        Files.delete(manifest);
        PackageZip.relay("1.0.0").unpack(type);
        assertThat(walnut("test", "driver", "acme.wake")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("C02").doesNotContain("failed");
        assertThat(walnut("test", "driver", "../integrations")).isEqualTo(2);
        assertThat(err.toString()).contains("walnut.virtual, acme.wake, got '../integrations'");
    }

    @Test
    @Requirement({"OPS-41", "INT-58"})
    void a_type_is_played_against_a_peer() throws IOException {
        assertThat(walnut("test", "driver", "generic.ssh")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("C01   manifest    passed");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThat(walnut("--json", "test", "driver", empty.toString())).isEqualTo(1);
        assertThat(walnut("test", "driver", "acme.none")).isEqualTo(2);
        assertThat(err.toString()).contains("generic.ssh").contains("got 'acme.none'");

        String[] peer = {"--peer", "virtual:here", "--set", "vms=[\"a\",\"b\"]"};
        assertThat(
                        walnut(
                                "--json",
                                "test",
                                "driver",
                                "walnut.virtual",
                                peer[0],
                                peer[1],
                                peer[2],
                                peer[3]))
                .as(err.toString() + out)
                .isZero();
        JsonNode rows = Output.JSON.readTree(out.toString());
        assertThat(rows).hasSize(20);
        assertThat(rows.findValuesAsText("case")).isSorted();
        assertThat(rows).allMatch(row -> !row.path("reason").asText().isEmpty());
        assertThat(rows.path(3).path("reason").asText()).isEqualTo("2 targets, twice the same");

        assertThat(walnut("test", "driver", "generic.ssh", "--peer", "ssh://walnut@127.0.0.1:9"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("C03   test            failed   unreachable");
        assertThat(walnut("test", "driver", "generic.ssh", "--peer", "ssh://127.0.0.1"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("/config/username").contains("--set");
        assertThat(walnut("test", "driver", "generic.ssh", "--peer", "ssh://a:b@127.0.0.1"))
                .isEqualTo(2);
        assertThat(walnut("test", "driver", "generic.ssh", "--set", "port=1")).isEqualTo(2);
    }

    @Test
    @Requirement("OPS-41")
    void all_checks_name_the_one_that_fails() throws IOException {
        try (SimulatedNutServer server = upsd()) {
            assertThat(walnut("--json", "test", "all")).as(out.toString()).isZero();
            List<String> checks = Output.JSON.readTree(out.toString()).findValuesAsText("check");
            assertThat(checks)
                    .startsWith("settings, routes, policies", "NUT server", "database")
                    .contains("type generic.ssh");
        }
        assertThat(walnut("test", "all")).isEqualTo(1);
        assertThat(out.toString()).containsPattern("NUT server +false");
    }

    @Test
    @Requirement({"OPS-30", "OPS-35"})
    void a_database_is_set_aside_and_begun_anew() throws IOException {
        assertThat(walnut("db", "init")).isZero();
        assertThat(walnut("--json", "db", "version")).isZero();
        JsonNode versions = Output.JSON.readTree(out.toString());
        assertThat(versions.path("schema").asInt()).isPositive();
        assertThat(versions.path("sqlite").asText()).startsWith("3.");

        // Without a terminal nobody can be asked.
        assertThat(walnut("db", "reset")).isEqualTo(2);
        environment.put("WALNUT_DB_KEY", "another-key-than-that-of-the-file");
        assertThat(walnut("db", "health")).isEqualTo(78);
        assertThat(walnut("keys", "validate")).isEqualTo(1);
        assertThat(walnut("--json", "keys", "generate", "--length", "40")).isZero();
        assertThat(Output.JSON.readTree(out.toString()).asText()).hasSize(40);
        assertThat(walnut("--json", "db", "reset", "--yes")).as(err.toString()).isZero();
        Path former = Path.of(Output.JSON.readTree(out.toString()).path("former").asText());
        assertThat(former).exists();
        assertThat(walnut("db", "health", "--full")).as(err.toString()).isZero();
    }
}
