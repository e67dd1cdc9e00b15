package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import io.github.walnut.security.PassphraseSeal;
import io.github.walnut.security.PasswordHasher;
import io.github.walnut.security.WrongPassphraseException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {

    static final char[] PASSPHRASE = "canary-passphrase-of-backups".toCharArray();
    private static final String SECRET = "canary-secret-of-the-store";
    private static final String OTHER_KEY = "another-KEY-for-another-machine-77";

    @TempDir Path folder;

    private final TestClock clock = new TestClock();
    private Database database;
    private Secrets secrets;
    private AuditLog audit;
    private Backups backups;

    @BeforeEach
    void open() {
        database = Database.open(Stores.config(folder), clock);
        secrets = new Secrets(database, Stores.KEY.toCharArray());
        audit = new AuditLog(database, Stores.KEY.toCharArray());
        backups = new Backups(folder.resolve("backups"));
        secrets.put("mqtt", SECRET.toCharArray());
        new SettingsRepository(database).save("ui", Map.of("theme", "dark"), 0, "anna");
        audit.append(entry("settings-save"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    static AuditEntry entry(String action) {
        return new AuditEntry("anna", "user", null, action, null, "ok", null, null, null, null);
    }

    static Backups.Order order(boolean withSecrets) {
        return new Backups.Order(
                PASSPHRASE, withSecrets, "1.0.0", "rack/7", Map.of(), PasswordHasher.Profile.TEST);
    }

    private Path made(boolean withSecrets) throws IOException {
        clock.move(Duration.ofSeconds(1));
        return backups.create(database, secrets, audit, order(withSecrets)).file();
    }

    private static String settings(Database database) {
        return new SettingsRepository(database).find("ui").orElseThrow().values().toString();
    }

    @Test
    @Requirement({"SEC-75", "OPS-70"})
    void a_backup_opens_with_its_passphrase_and_tells_what_is_in_it() throws IOException {
        Path file = made(false);
        assertThat(file.getFileName().toString())
                .isEqualTo("walnut-rack_7-20260502T080001000Z.wnb");
        BackupManifest manifest = Backups.verify(file, PASSPHRASE);
        assertThat(manifest.rows()).containsEntry("audit_log", 1L).containsEntry("secrets", 1L);
        assertThat(manifest.auditSeq()).isEqualTo(1);
        assertThat(manifest.parts()).containsOnlyKeys("walnut.db");
        assertThatThrownBy(() -> Backups.verify(file, "another-passphrase".toCharArray()))
                .isInstanceOf(WrongPassphraseException.class)
                .hasMessageContaining("passphrase");
        byte[] flipped = Files.readAllBytes(file);
        flipped[flipped.length - 1] ^= 1;
        Path damaged = Files.write(folder.resolve("damaged.wnb"), flipped);
        assertThatThrownBy(() -> Backups.verify(damaged, PASSPHRASE))
                .isNotInstanceOf(WrongPassphraseException.class)
                .hasMessageContaining("changed or cut off");
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(bytes).startsWith("WNUTBK1\n").doesNotContain("canary", "anna", "dark");
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        assertThat(folder.resolve("backups")).isDirectoryNotContaining("glob:**.walnut-work*");
    }

    @Test
    @Requirement("OPS-70")
    void only_the_newest_are_kept() throws IOException {
        List<Path> all = List.of(made(false), made(false), made(true));
        assertThat(backups.list()).extracting(Backups.Backup::file).startsWith(all.get(2));
        backups.keep(2, "rack/7");
        assertThat(backups.list())
                .extracting(Backups.Backup::file)
                .containsExactly(all.get(2), all.get(1));
    }

    @Test
    @Requirement({"SEC-76", "OPS-71"})
    void a_backup_with_secrets_is_restored_under_another_key_with_a_chain_that_goes_on()
            throws IOException {
        Path file = made(true);
        AuditLog.Head head = audit.head().orElseThrow();
        Path elsewhere = folder.resolve("elsewhere");
        DatabaseConfig config = Stores.config(elsewhere, OTHER_KEY);
        new Restore(config, folder, clock).stage(file, PASSPHRASE, (fresh, manifest) -> {});
        try (Database restored = Database.open(config, clock)) {
            assertThat(settings(restored)).isEqualTo("{theme=dark}");
            assertThat(new Secrets(restored, OTHER_KEY.toCharArray()).open("mqtt"))
                    .hasValue(SECRET.toCharArray());
            AuditLog log = new AuditLog(restored, OTHER_KEY.toCharArray());
            log.append(entry("after"));
            assertThat(log.verify(head).rows()).isEqualTo(2);
            assertThat(log.verify(head).ok()).isTrue();
            assertThat(restored.health().check(true).findings()).isEmpty();
        }
        assertThat(KeyTrial.opens(config)).isTrue();
        assertThat(KeyTrial.opens(Stores.config(elsewhere))).isFalse();
    }

    @Test
    @Requirement({"SEC-76", "OPS-71"})
    void own_integration_types_go_to_the_data_folder_wherever_the_database_is() throws IOException {
        Path types = Files.createDirectories(folder.resolve("data/integrations/own.ups"));
        Files.writeString(types.resolve("plugin.yaml"), "id: own.ups");
        clock.move(Duration.ofSeconds(1));
        Backups.Order order =
                new Backups.Order(
                        PASSPHRASE,
                        false,
                        "1.0.0",
                        "rack/7",
                        Map.of("integrations", types.getParent()),
                        PasswordHasher.Profile.TEST);
        Path file = backups.create(database, secrets, audit, order).file();
        Files.writeString(types.resolve("plugin.yaml"), "id: changed");
        DatabaseConfig config = Stores.config(folder.resolve("elsewhere"), OTHER_KEY);
        Restore restore = new Restore(config, folder.resolve("data"), clock);
        restore.stage(file, PASSPHRASE, (fresh, manifest) -> {});
        restore.apply();
        assertThat(types.resolve("plugin.yaml")).hasContent("id: own.ups");
        assertThat(folder.resolve("elsewhere")).isDirectoryNotContaining("glob:**integrations*");
        assertThat(folder.resolve("data"))
                .isDirectoryContaining("glob:**before-restore-*.integrations");
    }

    @Test
    @Requirement("SEC-76")
    void a_restore_takes_its_place_at_the_next_start_and_keeps_the_old_file() throws IOException {
        Path file = made(false);
        new SettingsRepository(database).save("ui", Map.of("theme", "light"), 1, "anna");
        new Restore(Stores.config(folder), folder, clock)
                .stage(
                        file,
                        PASSPHRASE,
                        (fresh, manifest) ->
                                new AuditLog(fresh, Stores.KEY.toCharArray())
                                        .append(entry("backup-restore")));
        assertThat(settings(database)).isEqualTo("{theme=light}");
        Files.createFile(folder.resolve(EventSpill.FILE));
        database.close();
        open0();
        assertThat(settings(database)).isEqualTo("{theme=dark}");
        assertThat(new Secrets(database, Stores.KEY.toCharArray()).open("mqtt")).isEmpty();
        assertThat(audit.verify()).extracting(AuditLog.Verification::rows).isEqualTo(2L);
        assertThat(folder)
                .isDirectoryContaining("glob:**/walnut.db.before-restore-20260502T080001Z")
                .isDirectoryContaining("glob:**/walnut.db.before-restore-*.events.spill")
                .isDirectoryNotContaining("glob:**/" + EventSpill.FILE)
                .isDirectoryNotContaining("glob:**/restore.staged");
    }

    private void open0() {
        database = Database.open(Stores.config(folder), clock);
        audit = new AuditLog(database, Stores.KEY.toCharArray());
    }

    @Test
    @Requirement("SEC-76")
    void what_was_staged_under_another_key_waits_and_changes_nothing() throws IOException {
        Path file = made(false);
        new Restore(Stores.config(folder, OTHER_KEY), folder, clock)
                .stage(file, PASSPHRASE, (fresh, manifest) -> {});
        database.close();
        assertThatThrownBy(this::open0)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("does not open the restored database");
        Scratch.remove(folder.resolve("restore.staged"));
        open0();
        assertThat(settings(database)).isEqualTo("{theme=dark}");
    }

    @Test
    @Requirement({"SEC-75", "SEC-76"})
    void each_of_two_hundred_random_damages_is_refused() throws IOException {
        Path file = made(true);
        byte[] whole = Files.readAllBytes(file);
        Path damaged = folder.resolve("damaged.wnb");
        Random random = new Random(11);
        Restore restore = new Restore(Stores.config(folder), folder, clock);
        for (int i = 0; i < 200; i++) {
            Files.write(damaged, whole);
            damage(damaged, random, i);
            String what = "damage " + i;
            assertThatThrownBy(() -> restore.stage(damaged, PASSPHRASE, (fresh, manifest) -> {}))
                    .as(what)
                    .isInstanceOf(IOException.class);
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(each -> each.getFileName().toString()))
                    .noneMatch(name -> name.startsWith(".walnut-work"))
                    .doesNotContain("restore.staged");
        }
        assertThat(settings(database)).isEqualTo("{theme=dark}");
    }

    /** Flips a bit, cuts the file, adds to it, swaps or repeats blocks, or zeroes some of it. */
    private static void damage(Path path, Random random, int i) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            long at = i < 44 ? i : random.nextLong(file.length());
            switch (i < 44 ? 0 : random.nextInt(5)) {
                case 0 -> {
                    file.seek(at);
                    int before = file.read();
                    file.seek(at);
                    file.write(before ^ 1 << random.nextInt(8));
                }
                case 1 -> file.setLength(at);
                case 2 -> {
                    file.seek(file.length());
                    file.write(new byte[1 + random.nextInt(100_000)]);
                }
                case 3 -> {
                    byte[] block = new byte[1 << 12];
                    file.seek(random.nextLong(file.length() - block.length));
                    file.readFully(block);
                    file.seek(random.nextLong(file.length() - block.length));
                    file.write(block);
                }
                default -> {
                    file.seek(Math.min(at, file.length() - 32));
                    file.write(new byte[32]);
                }
            }
        }
    }

    @Test
    @Requirement("SEC-76")
    void a_newer_schema_is_refused() throws IOException {
        database.write(
                Lane.JOURNAL,
                tx ->
                        tx.sql(
                                        "UPDATE flyway_schema_history SET version = '900' WHERE"
                                                + " installed_rank = (SELECT max(installed_rank)"
                                                + " FROM flyway_schema_history)")
                                .update());
        Path file = made(false);
        assertThatThrownBy(
                        () ->
                                new Restore(Stores.config(folder), folder, clock)
                                        .stage(file, PASSPHRASE, (fresh, manifest) -> {}))
                .hasMessageContaining("the backup has schema 900");
    }

    private Path sealed(String... names) throws IOException {
        Path file = folder.resolve("hostile.wnb");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip =
                        new ZipOutputStream(
                                PassphraseSeal.seal(
                                        out, PASSPHRASE, PasswordHasher.Profile.TEST))) {
            byte[] nothing = new byte[1 << 20];
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                for (int i = 0; i < 80; i++) {
                    zip.write(nothing);
                }
            }
        }
        return file;
    }

    /** Who knows the passphrase could have made it. */
    @Test
    @Requirement("SEC-76")
    void a_backup_that_would_fill_the_disk_or_climb_is_refused() throws IOException {
        Restore restore = new Restore(Stores.config(folder), folder, clock);
        for (String name :
                List.of(
                        "walnut.db",
                        "manifest.json",
                        "routes/a.yaml",
                        "../walnut.db",
                        "/etc/walnut.db",
                        "routes/../../walnut.db",
                        "routes\\..\\walnut.db",
                        "routes/.hidden",
                        "integrations/\uff0e\uff0e/a",
                        "walnut.db\0.txt",
                        "other.db")) {
            Path file = sealed(name);
            assertThat(Files.size(file)).isLessThan(1 << 20);
            assertThatThrownBy(() -> restore.stage(file, PASSPHRASE, (fresh, manifest) -> {}))
                    .as(name)
                    .isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> Backups.verify(sealed("walnut.db"), PASSPHRASE))
                .hasMessageContaining("far larger");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(each -> each.getFileName().toString()))
                    .noneMatch(name -> name.startsWith(".walnut-work"))
                    .doesNotContain("restore.staged");
        }
    }

    @Test
    @Requirement("SEC-76")
    void a_database_that_computes_its_rows_is_refused() throws IOException {
        database.write(
                Lane.JOURNAL,
                tx ->
                        tx.sql(
                                        "CREATE VIEW endless AS WITH RECURSIVE n(x) AS"
                                                + " (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
                                                + " SELECT x FROM n")
                                .update());
        Path file = made(true);
        assertThatThrownBy(
                        () ->
                                new Restore(Stores.config(folder), folder, clock)
                                        .stage(file, PASSPHRASE, (fresh, manifest) -> {}))
                .hasMessageContaining("no table: endless");
    }

    @Test
    @Requirement("SEC-76")
    void a_value_that_no_memory_has_room_for_is_refused() throws IOException {
        database.write(
                Lane.JOURNAL,
                tx -> tx.sql("UPDATE locks SET holder = printf('%.*c', 2 << 20, 'x')").update());
        Path file = made(true);
        assertThatThrownBy(
                        () ->
                                new Restore(Stores.config(folder), folder, clock, 1 << 20)
                                        .stage(file, PASSPHRASE, (fresh, manifest) -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("too big");
        assertThat(folder.resolve(StagedRestore.FOLDER)).doesNotExist();
    }
}
