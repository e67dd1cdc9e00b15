package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A backup is uploaded to a whole server, and takes the place of its database at the next start.
 */
class RestoreTest {

    private static final String PASSPHRASE = "canary-of-the-passphrase";
    private static final String HOST =
            """
            {"id":"%s","type_id":"walnut.virtual","name":"%s","config":{"vms":["db1"]}}
            """;

    @TempDir private Path folder;

    private static HomeServer.Answer restore(HomeServer walnut, byte[] file, String passphrase) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Map.of("passphrase", passphrase, "confirm", "RESTORE")
                .forEach(
                        (name, value) ->
                                body.writeBytes(
                                        "--walnut\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                                                .formatted(name, value)
                                                .getBytes(UTF_8)));
        body.writeBytes(
                ("--walnut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b.wnb\"\r\n"
                                + "Content-Type: application/octet-stream\r\n\r\n")
                        .getBytes(UTF_8));
        body.writeBytes(file);
        body.writeBytes("\r\n--walnut--\r\n".getBytes(UTF_8));
        return walnut.sendBytes(
                "api/system/restore", body.toByteArray(), "multipart/form-data; boundary=walnut");
    }

    private static JsonNode over(HomeServer walnut, HomeServer.Answer begun) {
        assertThat(begun.status()).as(begun.text()).isEqualTo(202);
        String path = "api/jobs/" + begun.json().path("id").asText();
        await().atMost(TestLimits.WAIT)
                .until(() -> done(walnut.get(path)).path("finished_at").isTextual());
        return done(walnut.get(path));
    }

    private byte[] backup(HomeServer walnut) throws Exception {
        over(
                walnut,
                walnut.post("api/system/backups", "{\"passphrase\":\"%s\"}".formatted(PASSPHRASE)));
        try (Stream<Path> files = Files.list(folder.resolve("data/backups"))) {
            return Files.readAllBytes(files.findFirst().orElseThrow());
        }
    }

    private static byte[] flipped(byte[] file) {
        byte[] damaged = file.clone();
        damaged[file.length / 2] ^= 4;
        return damaged;
    }

    private void refused(HomeServer walnut, byte[] file, String passphrase, String because) {
        JsonNode job = over(walnut, restore(walnut, file, passphrase));
        assertThat(job.path("kind").asText()).isEqualTo("restore");
        assertThat(job.path("status").asText()).isEqualTo("failed");
        assertThat(job.path("error").asText()).startsWith("Nothing was changed").contains(because);
        assertThat(folder.resolve("data/restore.staged")).doesNotExist();
    }

    @Test
    @Requirement({"SEC-76", "OPS-71"})
    void a_backup_that_is_sound_takes_the_place_of_the_database_at_the_next_start()
            throws Exception {
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            done(walnut.post("api/system/arm", "{\"reason\":\"tested\",\"confirm\":\"ARM\"}"));
            done(walnut.post("api/integrations", HOST.formatted("first", "First")));
            byte[] file = backup(walnut);
            done(walnut.post("api/integrations", HOST.formatted("later", "Later")));

            refused(walnut, file, "canary-another-passphrase", "passphrase");
            refused(walnut, Arrays.copyOf(file, file.length - 70_000), PASSPHRASE, "");
            refused(walnut, flipped(file), PASSPHRASE, "");

            JsonNode staged = over(walnut, restore(walnut, file, PASSPHRASE));
            assertThat(staged.path("status").asText()).as(staged.toString()).isEqualTo("succeeded");
            assertThat(staged.at("/result/missing").toString()).contains("nut");
            assertThat(folder.resolve("data/restore.staged")).isDirectory();
            assertThat(folder.resolve("data/uploads")).isEmptyDirectory();
            assertThat(walnut.get("api/hosts/later").status()).isEqualTo(200);
            assertThat(walnut.audit().toString()).doesNotContain("canary");

            String before = walnut.token();
            walnut.restart(Map.of());
            assertThat(walnut.as(before, "api/hosts").status()).isEqualTo(401);
            assertThat(walnut.get("api/hosts/first").status()).isEqualTo(200);
            assertThat(walnut.get("api/hosts/later").status()).isEqualTo(404);
            assertThat(done(walnut.get("api/system/status")).at("/mode/armed").asBoolean())
                    .isFalse();
            assertThat(walnut.audit()).anyMatch(row -> row.action().equals("backup-restore"));
            try (Stream<Path> files = Files.list(folder.resolve("data"))) {
                assertThat(files.map(each -> each.getFileName().toString()))
                        .anyMatch(
                                name -> name.matches("walnut\\.db\\.before-restore-\\d{8}T\\d{6}Z"))
                        .anyMatch(name -> name.endsWith("Z.snapshots"))
                        .doesNotContain("restore.staged");
            }
        }
    }

    /** On a slow machine the first waits are over before the next guess comes. */
    @Test
    @Requirement("SEC-24")
    void guesses_at_a_passphrase_count_like_those_at_the_password_of_who_makes_them()
            throws Exception {
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            byte[] file = backup(walnut);
            for (int i = 0; i < 5; i++) {
                refused(walnut, file, "canary-another-passphrase", "passphrase");
            }
            HomeServer.Answer throttled = restore(walnut, file, "canary-another-passphrase");
            for (int i = 0; i < 5 && throttled.status() == 202; i++) {
                over(walnut, throttled);
                throttled = restore(walnut, file, "canary-another-passphrase");
            }
            assertThat(throttled.status()).as(throttled.text()).isEqualTo(429);
            assertThat(throttled.json().path("code").asText()).isEqualTo("login_throttled");
            assertThat(
                            walnut.postWithoutKey("auth/step-up", "{\"password\":\"x\"}")
                                    .json()
                                    .path("code")
                                    .asText())
                    .isEqualTo("login_throttled");
            assertThat(walnut.happened()).contains("login_throttled");
            assertThat(folder.resolve("data/uploads")).isEmptyDirectory();
        }
    }
}
