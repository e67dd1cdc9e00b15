package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.JSON;
import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.api.SystemReads.Component;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.ConfigurationReader;
import io.github.walnut.store.Backups;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.ups.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups by the clock. */
class BackupRoundTest {

    private static final String PASSPHRASE = "canary-of-the-passphrase";

    @TempDir private Path folder;
    private final List<Event> events = new ArrayList<>();

    private final TurnedClock clock = new TurnedClock();

    private Configuration configuration(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>();
        environment.put("WALNUT_ENV", "test");
        environment.put("WALNUT_DB_KEY", "canary-Tr0ub4dor&3-and-a-second-sentence");
        environment.put("WALNUT_JWT_SECRET", "canary-0123456789abcdefghijklmnop");
        environment.put("WALNUT_DATA_DIR", folder.resolve("data").toString());
        environment.put("WALNUT_CONFIG_DIR", folder.resolve("config").toString());
        environment.put("WALNUT_ARGON2_PROFILE", "test");
        environment.put("WALNUT_DB_KDF_ITER", "64000");
        environment.put("WALNUT_BACKUP_SCHEDULE", "@hourly");
        environment.put("WALNUT_BACKUP_KEEP", "2");
        environment.putAll(more);
        return new ConfigurationReader(environment, new Properties(), warning -> {}).read(Map.of());
    }

    @Test
    @Requirement({"OPS-70", "OPS-51"})
    void the_newest_are_kept_and_what_fails_is_told_once_a_day_and_shown() throws Exception {
        Configuration configuration =
                configuration(
                        Map.of(
                                "WALNUT_BACKUP_PASSPHRASE",
                                PASSPHRASE,
                                "WALNUT_BACKUP_DIR",
                                folder.resolve("kept").toString()));
        try (StoreRoom store = new StoreRoom(configuration, DatabaseConfig.Mode.COMMAND, clock);
                BackupRound round =
                        new BackupRound(
                                BackupDesk.of(configuration, store),
                                store,
                                events::add,
                                clock,
                                new TimeOrderedIds())) {
            Backups kept = new Backups(folder.resolve("kept"));
            round.start();
            assertThat(status(round)).isEqualTo("ok");
            assertThat(round.ageSeconds()).isNull();
            Path foreign = folder.resolve("kept/walnut-elsewhere-20200101T000000000Z.wnb");
            Files.createDirectories(foreign.getParent());
            Files.writeString(foreign, "of another host");
            for (int i = 0; i < 3; i++) {
                round.make();
                clock.advance(Duration.ofHours(1));
            }
            assertThat(kept.list())
                    .hasSize(3)
                    .last()
                    .extracting(Backups.Backup::file)
                    .isEqualTo(foreign);
            assertThat(
                            Backups.verify(kept.list().get(0).file(), PASSPHRASE.toCharArray())
                                    .withSecrets())
                    .isFalse();
            assertThat(round.ageSeconds()).isEqualTo(3600);
            assertThat(status(round)).isEqualTo("ok");
            clock.advance(Duration.ofHours(1).plusSeconds(1));
            assertThat(status(round)).isEqualTo("degraded");

            for (Backups.Backup each : kept.list()) {
                Files.delete(each.file());
            }
            Files.delete(folder.resolve("kept"));
            Files.writeString(folder.resolve("kept"), "no folder");
            round.make();
            round.make();
            assertThat(events).extracting(Event::name).containsExactly("backup_failed");
            assertThat(status(round)).isEqualTo("degraded");
        }
    }

    private static String status(BackupRound round) {
        return round.health().stream().map(Component::status).findFirst().orElseThrow();
    }

    @Test
    @Requirement({"OPS-70", "API-70"})
    void a_running_server_takes_a_schedule_and_makes_up_for_what_it_missed() throws Exception {
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            assertThat(component(walnut)).isEqualTo("off");
            HomeServer.Answer refused = patch(walnut, "{\"schedule\":\"@daily\"}");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text()).contains("/passphrase");
            assertThat(patch(walnut, "{\"schedule\":\"61 * * * *\"}").status()).isEqualTo(400);
            done(patch(walnut, "{\"schedule\":\"@daily\",\"passphrase\":\"" + PASSPHRASE + "\"}"));
            await().untilAsserted(() -> assertThat(component(walnut)).isEqualTo("ok"));
            JsonNode group = done(walnut.get("api/settings/backup"));
            assertThat(group.at("/values/passphrase/set").asBoolean()).isTrue();
            assertThat(group.toString()).doesNotContain(PASSPHRASE);
        }
    }

    private static String component(HomeServer walnut) {
        for (JsonNode part : done(walnut.get("api/system/status")).path("components")) {
            if (part.path("name").asText().equals("backup")) {
                return part.path("status").asText();
            }
        }
        throw new AssertionError("no component backup");
    }

    private static HomeServer.Answer patch(HomeServer walnut, String body) {
        return walnut.send("PATCH", "api/settings/backup", body, JSON);
    }
}
