package io.github.walnut.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel tells of the processes of the packaged program. */
@EnabledOnOs(OS.LINUX)
class ProcessSecretsIT {

    private static final Map<String, String> SECRETS =
            Map.of(
                    "WALNUT_DB_KEY", "canary-1-of-the-database-0123456789",
                    "WALNUT_JWT_SECRET", "canary-2-of-the-tokens-9876543210-abc",
                    "NUT_PASSWORD", "canary-3-of-the-ups",
                    "WALNUT_MQTT_PASSWORD", "canary-4-of-the-broker",
                    "WALNUT_BACKUP_PASSPHRASE", "canary-5-of-the-backups");

    @TempDir private Path folder;

    @Test
    @Requirement({"SEC-41", "SEC-95"})
    void neither_environment_nor_arguments_of_the_server_hold_a_secret() throws Exception {
        Map<String, String> environment = new LinkedHashMap<>(SECRETS);
        environment.put("NUT_USERNAME", "walnut");
        environment.put("WALNUT_MQTT_USERNAME", "walnut");
        environment.put("NUT_HOST", "127.0.0.1");
        environment.put("NUT_PORT", "9");
        RunningWalnut walnut = RunningWalnut.installed(folder, environment);
        try {
            List<Long> processes = new ArrayList<>(List.of(walnut.pid()));
            ProcessHandle.of(walnut.pid())
                    .orElseThrow()
                    .descendants()
                    .forEach(each -> processes.add(each.pid()));
            for (long pid : processes) {
                for (Path file : files(pid)) {
                    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .as("%s", file)
                            .isNotEmpty()
                            .doesNotContain("canary");
                }
            }
            assertThat(Files.readString(Path.of("/proc/" + walnut.pid() + "/environ")))
                    .contains("NUT_USERNAME=walnut");
            String settings = walnut.done("config", "show", "--origin").out();
            assertThat(settings)
                    .containsPattern("walnut.nut.password +\\*\\*\\* +environment")
                    .containsPattern("walnut.backup.passphrase +\\*\\*\\* +environment");
            assertThat(walnut.log()).doesNotContain("can read this in its environment", "canary");
        } finally {
            assertThat(walnut.stop()).isZero();
        }
    }

    /** Of the process and of each of its threads. */
    private static List<Path> files(long pid) throws IOException {
        Path process = Path.of("/proc/" + pid);
        List<Path> files =
                new ArrayList<>(List.of(process.resolve("environ"), process.resolve("cmdline")));
        try (Stream<Path> threads = Files.list(process.resolve("task"))) {
            threads.limit(3).forEach(thread -> files.add(thread.resolve("environ")));
        }
        return files;
    }
}
