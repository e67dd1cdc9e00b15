package io.github.walnut.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The start script under each shell that may run it, with a program in place of Java. */
class StartScriptTest {

    private static final Path SCRIPT = Path.of("src/main/dist/bin/walnut");

    @TempDir private Path folder;

    /** Leaves what it was given: its environment, its arguments, and what the descriptor holds. */
    private Path java() throws IOException {
        Path java = Files.createDirectories(folder.resolve("java/bin")).resolve("java");
        Files.writeString(
                java,
                """
                #!/bin/sh
                tr '\\0' '\\n' </proc/$$/environ >"$OUT/environ"
                tr '\\0' '\\n' </proc/$$/cmdline >"$OUT/cmdline"
                if [ -n "$WALNUT_SECRETS_FD" ]; then cat </dev/fd/$WALNUT_SECRETS_FD >"$OUT/descriptor"; fi
                """);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(folder.resolve("java/release"), "JAVA_VERSION=\"17.0.1\"\n");
        return folder.resolve("java");
    }

    private void start(List<String> shell, Map<String, String> variables) throws Exception {
        List<String> command =
                Stream.concat(shell.stream(), Stream.of(SCRIPT.toString(), "serve")).toList();
        ProcessBuilder started = new ProcessBuilder(command).redirectErrorStream(true);
        started.environment().put("JAVA_HOME", java().toString());
        started.environment().put("WALNUT_HOME", folder.toString());
        started.environment().put("OUT", folder.toString());
        started.environment().putAll(variables);
        Process process = started.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).isEmpty();
    }

    private String left(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private static boolean installed(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
    }

    @ParameterizedTest
    @Requirement({"SEC-41", "SEC-95"})
    @ValueSource(strings = {"sh", "dash", "bash", "bash --posix", "busybox sh"})
    void secrets_reach_java_by_the_descriptor_and_neither_environment_nor_arguments(String shell)
            throws Exception {
        List<String> words = List.of(shell.split(" "));
        assumeTrue(installed(words.get(0)), shell + " is not installed");
        Map<String, String> secrets = new HashMap<>();
        for (String name : DescriptorVariables.secretVariables()) {
            secrets.put(name, "canary of " + name);
        }
        secrets.put("NUT_PASSWORD", "canary $HOME `id` \"quoted\" 'too' \\ back ümlaut ");
        secrets.put("WALNUT_MQTT_TLS_KEY", "canary\n" + "of many lines\n".repeat(400));
        secrets.put("WALNUT_OIDC_CLIENT_SECRET", "canary" + "x".repeat(100_000));
        Map<String, String> environment = new HashMap<>(secrets);
        environment.put("WALNUT_DB_KEY_FILE", "/no/secret");
        for (String own : List.of("secrets", "value", "variable", "record", "WALNUT_SECRETS_FD")) {
            environment.put(own, "exported by somebody");
        }

        start(words, environment);

        assertThat(left("environ"))
                .contains("WALNUT_DB_KEY_FILE=/no/secret", "WALNUT_SECRETS_FD=9")
                .doesNotContain("canary");
        assertThat(left("cmdline")).contains("WalnutMain").doesNotContain("canary");
        Files.move(folder.resolve("descriptor"), folder.resolve("9"));
        assertThat(
                        new DescriptorVariables(folder)
                                .complete(Map.of("WALNUT_SECRETS_FD", "9", "OTHER", "stays")))
                .containsEntry("OTHER", "stays")
                .containsAllEntriesOf(secrets)
                .hasSize(secrets.size() + 1);
        assertThat(folder.resolve("9")).isEmptyFile();
    }

    @Test
    @Requirement("SEC-95")
    void without_secrets_there_is_no_descriptor() throws Exception {
        start(List.of("sh"), Map.of("WALNUT_SECRETS_FD", "0", "WALNUT_TOKEN", ""));
        assertThat(folder.resolve("descriptor")).doesNotExist();
        assertThat(left("environ")).doesNotContain("WALNUT_SECRETS_FD", "WALNUT_TOKEN");
    }

    /** A secret that is added to the settings has to be added to the script. */
    @Test
    @Requirement("SEC-95")
    void the_script_knows_every_variable_that_may_hold_a_secret() throws IOException {
        String loop =
                Files.readString(SCRIPT)
                        .replace("\\\n", " ")
                        .lines()
                        .filter(line -> line.startsWith("for variable in "))
                        .findFirst()
                        .orElseThrow();
        Set<String> known =
                Arrays.stream(loop.replaceAll("^for variable in |; do$", "").trim().split("\\s+"))
                        .collect(Collectors.toSet());
        assertThat(known).isEqualTo(DescriptorVariables.secretVariables());
    }

    @Test
    void a_descriptor_that_is_none_is_told() {
        for (String wrong : List.of("", "nine", "../9", "9999")) {
            assertThatThrownBy(
                            () ->
                                    new DescriptorVariables(folder)
                                            .complete(Map.of("WALNUT_SECRETS_FD", wrong)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("got '" + wrong + "'");
        }
    }
}
