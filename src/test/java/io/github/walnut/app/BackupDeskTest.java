package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Canaries;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.cli.CliException;
import io.github.walnut.cli.Vault;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.ConfigurationReader;
import io.github.walnut.store.AuditLog;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.StoredText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a server that runs to another machine with another key. */
class BackupDeskTest {

    private static final char[] PASSPHRASE = "canary-of-the-passphrase".toCharArray();
    private static final String KEY = "canary-Tr0ub4dor&3-and-a-second-sentence";
    private static final String OTHER = "another-KEY-for-another-machine-77";

    @TempDir private Path folder;

    private Configuration at(String data, String key) {
        Map<String, String> environment = new HashMap<>();
        environment.put("WALNUT_ENV", "test");
        environment.put("WALNUT_DB_KEY", key);
        environment.put("WALNUT_JWT_SECRET", "canary-0123456789abcdefghijklmnop");
        environment.put("WALNUT_DATA_DIR", folder.resolve(data).toString());
        environment.put("WALNUT_CONFIG_DIR", folder.resolve("config").toString());
        environment.put("WALNUT_ARGON2_PROFILE", "test");
        environment.put("WALNUT_DB_KDF_ITER", "64000");
        return new ConfigurationReader(environment, new Properties(), warning -> {}).read(Map.of());
    }

    @Test
    @Requirement({"OPS-70", "OPS-71", "SEC-45", "SEC-44"})
    void a_backup_of_a_running_server_restores_elsewhere_and_gets_another_key() throws Exception {
        Vault vault = new LocalMachine().vault();
        Path file = folder.resolve("one.wnb");
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            done(walnut.post("api/system/arm", "{\"reason\":\"tested\",\"confirm\":\"ARM\"}"));
            JsonNode job =
                    done(
                            walnut.post(
                                    "api/system/backups",
                                    "{\"passphrase\":\"%s\"}".formatted(new String(PASSPHRASE))));
            await().atMost(TestLimits.WAIT)
                    .until(
                            () ->
                                    done(walnut.get("api/jobs/" + job.path("id").asText()))
                                            .path("status")
                                            .asText()
                                            .equals("succeeded"));
            JsonNode items = done(walnut.get("api/system/backups")).path("items");
            String path = "api/system/backups/" + items.at("/0/id").asText();
            assertThat(walnut.getAs(path + "/file", "application/octet-stream").text())
                    .startsWith("WNUTBK1\n");
            assertThatThrownBy(() -> vault.backupRestore(at("data", KEY), file, PASSPHRASE.clone()))
                    .isInstanceOf(CliException.class)
                    .hasMessageContaining("another server holds");
            vault.backupCreate(at("data", KEY), file, PASSPHRASE.clone(), false);
            assertThat(walnut.send("DELETE", path, "", HomeServer.JSON).status()).isEqualTo(204);
            assertThat(vault.backupList(at("data", KEY))).isEmpty();
        }
        assertThat(vault.backupVerify(file, PASSPHRASE).path("with_secrets").asBoolean()).isFalse();
        JsonNode restored = vault.backupRestore(at("other", OTHER), file, PASSPHRASE);
        assertThat(restored.path("rows").asLong()).isPositive();
        try (StoreRoom store =
                new StoreRoom(at("other", OTHER), DatabaseConfig.Mode.COMMAND, new SystemClock())) {
            String content = StoredText.of(store.database);
            assertThat(content).contains("admin@example.org");
            Canaries.check("a backup without secrets", content);
            assertThat(new ArmingSwitch(store.settings, new SystemClock()).getAsBoolean())
                    .isFalse();
            assertThat(actions(store)).startsWith("backup-restore").contains("system-arm");
            assertThat(store.audit.verify().ok()).isTrue();
        }
        assertThat(vault.rotateDatabaseKey(at("other", OTHER), KEY.toCharArray())).isTrue();
        assertThat(vault.rotateDatabaseKey(at("other", OTHER), KEY.toCharArray())).isFalse();
        try (StoreRoom store =
                new StoreRoom(at("other", KEY), DatabaseConfig.Mode.COMMAND, new SystemClock())) {
            assertThat(actions(store)).startsWith("keys-rotate-db", "backup-restore");
            assertThat(store.audit.verify().ok()).isTrue();
        }
        assertThat(vault.keysValidate(at("other", OTHER)).at("/0/opens_database").asBoolean())
                .isFalse();
        assertThat(Files.exists(folder.resolve("other/walnut.db.keycheck"))).isTrue();
    }

    private static List<String> actions(StoreRoom store) {
        return store
                .audit
                .page(new AuditLog.Filter(null, null, null, null, null), null, 500)
                .items()
                .stream()
                .map(row -> row.entry().action())
                .toList();
    }
}
