package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed at a random moment, again and again; more often with {@code -Plong}. */
class VaultKillTest {

    /** Of a release whose settings are still read as they are. */
    static final int OLD_SCHEMA = 20;

    private static final int KILLS = Integer.getInteger("test.kills", 3);

    @TempDir Path folder;
    private final Random random = new Random(3);

    @BeforeEach
    void fill() throws Exception {
        try (Database database = Stores.open(folder)) {
            new SettingsRepository(database).save("ui", Map.of("theme", "dark"), 0, "anna");
            new Secrets(database, Stores.KEY.toCharArray()).put("mqtt", "secret".toCharArray());
            new AuditLog(database, Stores.KEY.toCharArray())
                    .append(BackupTest.entry("settings-save"));
        }
    }

    /** When to kill, after the work has begun. */
    private interface Moment {
        void await(BufferedReader lines) throws Exception;
    }

    private void kill(String what) throws Exception {
        kill(what, lines -> Thread.sleep(random.nextInt(4_000)));
    }

    private void kill(String what, Moment moment) throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledVault.class.getName(),
                                folder.toString(),
                                what)
                        .redirectError(folder.resolve("said.txt").toFile())
                        .start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).isEqualTo("ready");
            moment.await(lines);
            assertThat(process.isAlive()).as(Files.readString(folder.resolve("said.txt"))).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private void requireWhole(String key) {
        try (Database database = Database.open(Stores.config(folder, key), new TestClock())) {
            assertThat(KilledVault.content(database).get("app_settings")).isEqualTo(1);
            assertThat(new Secrets(database, key.toCharArray()).open("mqtt"))
                    .hasValue("secret".toCharArray());
            assertThat(new AuditLog(database, key.toCharArray()).verify().ok()).isTrue();
            assertThat(database.health().check(true).findings()).isEmpty();
        }
    }

    @Test
    @Requirement("OPS-70")
    void a_backup_that_is_killed_leaves_no_broken_one_and_harms_nothing() throws Exception {
        for (int i = 0; i < KILLS; i++) {
            kill("backup");
            requireWhole(Stores.KEY);
            for (Backups.Backup each : new Backups(folder.resolve("backups")).list()) {
                assertThat(Backups.verify(each.file(), BackupTest.PASSPHRASE).auditSeq())
                        .isPositive();
            }
        }
        KilledVault.backup(folder);
        assertThat(folder.resolve("backups")).isDirectoryNotContaining("glob:**.walnut-work*");
    }

    @Test
    @Requirement("SEC-76")
    void a_restore_that_is_killed_leaves_the_old_or_the_new_database() throws Exception {
        Files.copy(
                KilledVault.backup(folder),
                folder.resolve("kept.wnb"),
                StandardCopyOption.REPLACE_EXISTING);
        for (int i = 0; i < KILLS; i++) {
            kill("restore");
            requireWhole(Stores.KEY);
            KilledVault.removeOld(folder);
        }
    }

    @Test
    @Requirement("OPS-30")
    void a_migration_that_is_killed_leaves_the_old_schema_or_the_new_one_and_goes_on()
            throws Exception {
        oldDatabase(folder.resolve("old"));
        int before = 0;
        int within = 0;
        int after = 0;
        for (int i = 0; i < KILLS; i++) {
            Path present = folder.resolve("present");
            Path opened = present.resolve("walnut.db-wal");
            kill(
                    "migrate",
                    switch (i % 3) {
                        case 0 -> lines -> Thread.sleep(random.nextInt(200));
                        case 1 -> lines -> untilThere(opened, random.nextInt(40));
                        default -> BufferedReader::readLine;
                    });
            if (!Files.exists(present)) {
                before++;
                continue; // killed before there was anything to migrate
            }
            boolean begun = Files.exists(opened);
            int found = schema(present);
            before += found == OLD_SCHEMA && !begun ? 1 : 0;
            within += found == OLD_SCHEMA && begun ? 1 : 0;
            after += found == OLD_SCHEMA ? 0 : 1;
            try (Database database = Stores.open(present)) {
                assertThat(TableCopy.schema(database.reader())).isGreaterThan(OLD_SCHEMA);
                assertThat(
                                new SettingsRepository(database)
                                        .find("ui")
                                        .map(SettingsRepository.Group::values))
                        .contains(Map.of("theme", "old"));
                assertThat(database.health().check(true).findings()).isEmpty();
            }
            Path copy = present.resolve("backups/pre-migration-" + OLD_SCHEMA + ".db");
            if (found == OLD_SCHEMA || Files.exists(copy)) {
                Path back = Files.createDirectories(folder.resolve("back"));
                Files.copy(copy, back.resolve("walnut.db"), StandardCopyOption.REPLACE_EXISTING);
                assertThat(schema(back)).isEqualTo(OLD_SCHEMA);
            }
        }
        System.out.println(before + " kills before, " + within + " within, " + after + " after it");
        if (KILLS >= 50) {
            assertThat(List.of(before, within, after)).allMatch(kills -> kills > 0);
        }
    }

    private static void untilThere(Path file, int millisMore) throws InterruptedException {
        await().atMost(TestLimits.WAIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> Files.exists(file));
        Thread.sleep(millisMore); // the moment is what is tested
    }

    /** As an older release left it, with something in it. */
    static void oldDatabase(Path folder) throws Exception {
        Files.createDirectory(folder);
        DatabasePath path = new DatabasePath(folder.resolve("walnut.db"));
        Cipher cipher = new Cipher(path, Stores.config(folder));
        try (Connection connection = cipher.openPlain()) {
            CopyUnderKey.execute(connection, "PRAGMA auto_vacuum = INCREMENTAL");
            Migrations.to(connection, OLD_SCHEMA).migrate(path);
            CopyUnderKey.execute(
                    connection,
                    "INSERT INTO app_settings (name, value, version, updated_at, updated_by)"
                            + " VALUES ('ui', '{\"theme\":\"old\"}', 1, 1, 'anna')");
        }
        KeyCheck.make(cipher.key()).write(path.keyCheck());
    }

    static int schema(Path folder) throws Exception {
        DatabasePath path = new DatabasePath(folder.resolve("walnut.db"));
        try (Connection connection = new Cipher(path, Stores.config(folder)).openPlain()) {
            return new Migrations(connection).version();
        }
    }

    @Test
    @Requirement("SEC-45")
    void a_rotation_that_is_killed_leaves_a_database_that_exactly_one_key_opens() throws Exception {
        for (int i = 0; i < KILLS; i++) {
            kill("rotate");
            List<Boolean> opens =
                    Arrays.stream(KilledVault.KEYS)
                            .map(key -> KeyTrial.opens(Stores.config(folder, key)))
                            .toList();
            assertThat(opens).containsExactlyInAnyOrder(true, false);
            requireWhole(KilledVault.KEYS[opens.indexOf(true)]);
        }
    }
}
