package io.github.walnut.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.walnut.Requirement;
import io.github.walnut.peers.RealPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files with which walNUT is put on a machine, against what the program reads. */
class DeploymentTest {

    private static final Path ENV = Path.of("docker/.env.example");

    @TempDir private Path folder;

    private static String env() {
        StringBuilder text = new StringBuilder();
        text.append("# Every variable of walNUT, for docker compose: copy it to .env beside it.\n")
                .append(
                        "# Those marked F may stand in a file instead that <variable>_FILE names.\n");
        for (Setting setting : Setting.values()) {
            boolean key = setting == Setting.DB_KEY || setting == Setting.JWT_SECRET;
            text.append("\n# ")
                    .append(setting.meaning())
                    .append(setting.file() ? " (F)\n" : "\n")
                    .append(key ? "" : "#")
                    .append(setting.variable())
                    .append('=')
                    .append(key ? "changeme" : quoted(setting.otherwise()))
                    .append('\n');
        }
        text.append(
                "\n# Not settings of the server, but read by its start script and by commands:\n");
        for (OtherVariable other : OtherVariable.values()) {
            text.append("\n# ")
                    .append(other.meaning())
                    .append(other.file() ? " (F)\n" : "\n")
                    .append('#')
                    .append(other.variable())
                    .append("=\n");
        }
        return text.toString();
    }

    private static String quoted(String text) {
        return text == null ? "" : text.contains("\"") ? "'" + text + "'" : text;
    }

    @Test
    @Requirement("OPS-82")
    void the_example_of_variables_lists_all_and_no_key_that_would_be_taken() throws IOException {
        if (Boolean.getBoolean("walnut.write-reference")) {
            Files.writeString(ENV, env());
        }
        assertThat(Files.readString(ENV)).isEqualTo(env());
        ConfigurationException refused =
                catchThrowableOfType(
                        ConfigurationException.class,
                        () ->
                                new ConfigurationReader(
                                                Map.of("WALNUT_CONFIG_DIR", folder.toString()),
                                                new Properties(),
                                                warning -> {})
                                        .with(ENV)
                                        .read(Map.of()));
        assertThat(refused.problems())
                .anyMatch(problem -> problem.startsWith("WALNUT_DB_KEY: expected"))
                .anyMatch(problem -> problem.startsWith("WALNUT_JWT_SECRET: expected"));
    }

    @Test
    @Requirement("OPS-82")
    void compose_gives_the_server_no_more_than_it_needs() throws IOException {
        JsonNode compose = yaml("docker/compose.yml");
        JsonNode walnut = compose.at("/services/walnut");
        assertThat(walnut.at("/ports/0").asText()).isEqualTo("3333:8000");
        assertThat(walnut.path("stop_grace_period").asText()).isEqualTo("60s");
        assertThat(walnut.path("restart").asText()).isEqualTo("unless-stopped");
        assertThat(walnut.path("read_only").asBoolean()).isTrue();
        assertThat(walnut.at("/cap_drop/0").asText()).isEqualTo("ALL");
        assertThat(walnut.at("/security_opt/0").asText()).isEqualTo("no-new-privileges:true");
        assertThat(walnut.at("/tmpfs/0").asText()).contains("noexec", "size=64m");
        assertThat(walnut.at("/env_file/0/path").asText()).isEqualTo(".env");
        assertThat(walnut.path("secrets").isMissingNode()).isTrue();
        assertThat(walnut.path("command").toString()).isEqualTo("[\"serve\",\"--make-keys\"]");
        assertThat(walnut.at("/build/dockerfile").asText()).isEqualTo("docker/Dockerfile");
        assertThat(yaml("docker/compose.host.yml").at("/services/walnut/network_mode").asText())
                .isEqualTo("host");
        JsonNode demo = yaml("docker/compose.demo.yml");
        assertThat(demo.at("/services/walnut/environment/NUT_HOST").asText()).isEqualTo("ups");
        String scenario = demo.at("/services/ups/volumes/0").asText().replaceFirst(":.*", "");
        assertThat(Path.of("docker").resolve(scenario)).exists();
    }

    @Test
    @Requirement("OPS-82")
    void in_production_compose_gives_the_keys_as_secrets_and_none_are_made() throws IOException {
        JsonNode compose = yaml("docker/compose.secrets.yml");
        JsonNode walnut = compose.at("/services/walnut");
        assertThat(walnut.path("command").toString()).isEqualTo("[\"serve\"]");
        assertThat(walnut.at("/environment/WALNUT_ENV").asText())
                .isEqualTo(Configuration.PRODUCTION);
        for (Setting key : List.of(Setting.DB_KEY, Setting.JWT_SECRET)) {
            String name = key.dockerSecret(Path.of("/run/secrets")).getFileName().toString();
            assertThat(walnut.path("secrets").toString()).contains("\"" + name + "\"");
            assertThat(compose.at("/secrets/" + name + "/file").asText()).endsWith(name);
        }
    }

    @Test
    @Requirement("OPS-81")
    void the_image_runs_as_nobody_in_particular_and_holds_no_secret() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("docker/Dockerfile"));
        assertThat(lines)
                .contains(
                        "USER 10001:10001",
                        "EXPOSE 8000",
                        "VOLUME [\"/data\", \"/config\"]",
                        "ENTRYPOINT [\"walnut\"]",
                        "CMD [\"serve\"]")
                .anyMatch(
                        line ->
                                line.matches(
                                        "HEALTHCHECK --interval=30s .*--start-period=60s .*"
                                                + "CMD \\[\"walnut\", \"system\", \"health\"\\]"))
                .anyMatch(line -> line.startsWith("FROM ${NODE_IMAGE} AS console"))
                .anyMatch(line -> line.startsWith("FROM ${BUILD_IMAGE} AS build"))
                .anyMatch(line -> line.startsWith("FROM ${RUN_IMAGE} AS run"))
                .noneMatch(line -> line.matches("(?i).*(ENV|ARG).*(KEY|SECRET|PASSWORD).*"));
        assertThat(lines.stream().filter(line -> line.startsWith("FROM "))).hasSize(3);
        for (String line : lines) {
            if (line.startsWith("COPY ") && !line.contains("--from")) {
                for (String source : line.substring(5).split(" (?=\\S+$)")[0].split(" ")) {
                    assertThat(Path.of(source)).as(line).exists();
                }
            }
        }
    }

    @Test
    @Requirement("OPS-80")
    void the_package_lists_every_property_with_its_default() throws IOException {
        Path properties = Path.of("src/main/dist/conf/application.properties");
        if (Boolean.getBoolean("walnut.write-reference")) {
            Files.writeString(properties, properties());
        }
        assertThat(Files.readString(properties)).isEqualTo(properties());
    }

    private static String properties() {
        StringBuilder text =
                new StringBuilder(
                        "# Every property of walNUT with its default. The server does not read this file: copy what you change\n"
                                + "# to application.properties in WALNUT_CONFIG_DIR. Keys and passwords are better kept in files of their own,\n"
                                + "# named by <variable>_FILE.\n");
        for (Setting setting : Setting.values()) {
            text.append("\n# ")
                    .append(setting.meaning())
                    .append(" (")
                    .append(setting.variable())
                    .append(")\n#")
                    .append(setting.property())
                    .append('=')
                    .append(setting.otherwise() == null ? "" : setting.otherwise())
                    .append('\n');
        }
        return text.toString();
    }

    @Test
    @Requirement("OPS-84")
    @RealPeer("systemd-analyze")
    void systemd_understands_its_unit() throws Exception {
        String unit = Files.readString(Path.of("src/main/dist/systemd/walnut.service"));
        assertThat(unit)
                .contains(
                        "Type=exec\n",
                        "User=walnut\n",
                        "LoadCredential=walnut_db_key:",
                        "ProtectSystem=strict\n",
                        "StateDirectory=walnut\n",
                        "NoNewPrivileges=yes\n",
                        "LimitCORE=0\n",
                        "Restart=on-failure\n",
                        "TimeoutStopSec=60\n");
        Path copy =
                Files.writeString(
                        folder.resolve("walnut.service"),
                        unit.replaceFirst("ExecStart=\\S+", "ExecStart=/bin/true"));
        Process process =
                new ProcessBuilder("systemd-analyze", "verify", "--man=no", copy.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said.lines().filter(line -> line.contains("walnut.service"))).isEmpty();
    }

    /** A program in place of Java tells how it was started. */
    @Test
    @Requirement("SEC-77")
    void no_image_of_the_memory_is_left_behind() throws Exception {
        Path java = Files.createDirectories(folder.resolve("java/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho core $(ulimit -c)\necho \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(folder.resolve("java/release"), "JAVA_VERSION=\"17.0.1\"\n");
        ProcessBuilder started =
                new ProcessBuilder("src/main/dist/bin/walnut", "serve").redirectErrorStream(true);
        started.environment().put("JAVA_HOME", folder.resolve("java").toString());
        started.environment().put("WALNUT_HOME", folder.toString());
        for (String options : new String[] {"", "-Xmx64m"}) {
            started.environment().put("WALNUT_JAVA_OPTS", options);
            Process process = started.start();
            String said = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor()).as(said).isZero();
            assertThat(said)
                    .startsWith("core 0\n")
                    .contains("-XX:-CreateCoredumpOnCrash", "WalnutMain serve")
                    .doesNotContain("HeapDump");
        }
    }

    private static JsonNode yaml(String file) throws IOException {
        return new YAMLMapper().readTree(Files.readString(Path.of(file)).replace("!reset ", ""));
    }
}
