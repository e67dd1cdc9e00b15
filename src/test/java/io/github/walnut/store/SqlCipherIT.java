package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.inventory.Host;
import io.github.walnut.peers.RealPeer;
import io.github.walnut.ups.Metric;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An independent SQLCipher reads our file with the key, and nobody without it. */
@RealPeer("sqlcipher")
class SqlCipherIT {

    private static final String CANARY = "canary-swordfish-4711";

    @TempDir Path folder;

    @BeforeEach
    void writeSomething() {
        try (Database database =
                Database.open(
                        Stores.config(folder)
                                .withKdfIterations(DatabaseConfig.DEFAULT_KDF_ITERATIONS),
                        new TestClock())) {
            new SampleStore(database)
                    .insert(
                            List.of(
                                    Samples.full(
                                            Samples.UPS,
                                            TestClock.START,
                                            "OB",
                                            Map.of(Metric.BATTERY_PERCENT, 81.5),
                                            Map.of("ups.serial", CANARY))));
            Secrets secrets = new Secrets(database, Stores.KEY.toCharArray());
            Host host =
                    new Host(
                            "esx",
                            0,
                            CANARY,
                            "generic.ssh",
                            Map.of(),
                            Map.of(),
                            true,
                            Host.State.UNKNOWN,
                            null,
                            false);
            new HostRepository(database)
                    .create(
                            host,
                            Map.of("password", "swordfish".toCharArray()),
                            new HostSecrets(database, secrets));
        }
    }

    private String sqlcipher(String... lines) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder("sqlcipher", "-batch", folder.resolve("walnut.db").toString())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    @Test
    @Requirement({"OPS-21", "SEC-42"})
    void opens_with_the_key_and_finds_a_sound_database() throws Exception {
        String output =
                sqlcipher(
                        "PRAGMA key = '" + Stores.KEY + "';",
                        "PRAGMA cipher_integrity_check;",
                        "PRAGMA integrity_check;",
                        "SELECT ups_id, at FROM ups_samples;",
                        "SELECT name FROM integration_instances;");
        assertThat(output)
                .contains("ok", Samples.UPS + "|" + TestClock.START.toEpochMilli(), CANARY)
                .doesNotContain("rror");
    }

    @Test
    @Requirement({"OPS-21", "SEC-42"})
    void does_not_open_without_the_key_or_with_another() throws Exception {
        assertThat(sqlcipher("SELECT * FROM ups_samples;")).contains("file is not a database");
        assertThat(sqlcipher("PRAGMA key = 'another key';", "SELECT * FROM ups_samples;"))
                .contains("file is not a database")
                .doesNotContain(Samples.UPS);
    }

    @Test
    @Requirement("SEC-43")
    void holds_no_clear_text_of_secrets_even_for_those_who_have_the_key() throws Exception {
        String dump = sqlcipher("PRAGMA key = '" + Stores.KEY + "';", ".dump");
        assertThat(dump).contains(CANARY).doesNotContain("'swordfish'");
    }

    @Test
    @Requirement({"OPS-21", "SEC-42"})
    void holds_no_readable_text_in_any_of_its_files() throws Exception {
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(content)
                        .as(file.toString())
                        .doesNotContain(CANARY, Stores.KEY, "CREATE TABLE", "ups_samples");
            }
        }
    }
}
