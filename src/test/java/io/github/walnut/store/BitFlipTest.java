package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One bit of the file is another: it shows, and what it would have said is never told. */
class BitFlipTest {

    private static final int SETTINGS = 40;

    @TempDir Path folder;
    private final Random random = new Random(5);
    private byte[] file;
    private byte[] log;
    private Cipher cipher;
    private Path copy;

    @BeforeEach
    void fill() throws IOException {
        try (Database database = Stores.open(folder)) {
            SettingsRepository settings = new SettingsRepository(database);
            for (int i = 0; i < SETTINGS; i++) {
                settings.save("group" + i, Map.of("text", "x".repeat(500) + i), 0, "anna");
            }
        }
        try (Database database = Stores.open(folder)) {
            SettingsRepository settings = new SettingsRepository(database);
            file = Files.readAllBytes(database.file());
            for (int i = 0; i < SETTINGS; i++) {
                settings.save("group" + i, Map.of("text", "y".repeat(500) + i), 1, "ben");
            }
            log = Files.readAllBytes(folder.resolve("walnut.db-wal"));
            copy = Files.createDirectory(folder.resolve("copy")).resolve("walnut.db");
            cipher = database.cipher().ofCopy(new DatabasePath(copy));
        }
        assertThat(log.length).isGreaterThan(50_000);
    }

    private static byte[] flipped(byte[] whole, int at, int bit) {
        byte[] other = whole.clone();
        other[at] ^= (byte) (1 << bit);
        return other;
    }

    private void put(byte[] database, byte[] wal) throws IOException {
        Files.deleteIfExists(copy.resolveSibling("walnut.db-shm"));
        Files.deleteIfExists(copy.resolveSibling("walnut.db-wal"));
        Files.write(copy, database);
        if (wal != null) {
            Files.write(copy.resolveSibling("walnut.db-wal"), wal);
        }
    }

    /** Every setting, or null when the damage was noticed on the way. */
    private Map<String, String> content() {
        Map<String, String> found = new HashMap<>();
        try (Connection connection = cipher.openPlain();
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("PRAGMA integrity_check(1)")) {
                if (!rows.next() || !rows.getString(1).equals("ok")) {
                    return null;
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT * FROM app_settings")) {
                while (rows.next()) {
                    found.put(rows.getString("name"), rows.getString("value"));
                }
            }
            return found;
        } catch (SQLException e) {
            return null;
        }
    }

    @Test
    @Requirement("OPS-26")
    void each_of_a_thousand_flips_in_the_file_shows_or_changes_nothing() throws IOException {
        put(file, null);
        Map<String, String> whole = content();
        assertThat(whole).hasSize(SETTINGS);
        int shown = 0;
        for (int i = 0; i < 1_000; i++) {
            int at = DerivedKey.SALT_BYTES + random.nextInt(file.length - DerivedKey.SALT_BYTES);
            put(flipped(file, at, random.nextInt(8)), null);
            Map<String, String> found = content();
            assertThat(found).as("bit of byte %d", at).isIn(whole, null);
            shown += found == null ? 1 : 0;
        }
        assertThat(shown).isGreaterThan(950); // the rest lies in pages that nothing uses
    }

    @Test
    @Requirement("OPS-26")
    void a_flip_in_the_log_never_tells_anything_that_was_not_stored() throws IOException {
        put(file, log);
        Map<String, String> newest = content();
        assertThat(newest).hasSize(SETTINGS);
        for (int i = 0; i < 300; i++) {
            int at = random.nextInt(log.length);
            put(file, flipped(log, at, random.nextInt(8)));
            Map<String, String> found = content();
            if (found != null) {
                found.forEach(
                        (name, value) -> {
                            String number = name.substring("group".length());
                            assertThat(value)
                                    .isIn(
                                            "{\"text\":\"" + "x".repeat(500) + number + "\"}",
                                            "{\"text\":\"" + "y".repeat(500) + number + "\"}");
                        });
                assertThat(found).hasSize(SETTINGS);
            }
        }
    }

    @Test
    @Requirement("OPS-26")
    void what_can_still_be_read_is_saved_into_a_new_file() throws IOException {
        int lost = 0;
        for (int i = 0; i < 5; i++) {
            int page = 3 + random.nextInt(file.length / 4096 - 3);
            byte[] damaged = flipped(file, page * 4096 + 100, 1);
            Files.deleteIfExists(folder.resolve("walnut.db-wal"));
            Files.deleteIfExists(folder.resolve("walnut.db-shm"));
            Files.write(folder.resolve("walnut.db"), damaged);
            Path saved = folder.resolve("saved" + i).resolve("walnut.db");
            Map<String, Long> rows = rescue(saved);
            assertThat(rows.get("app_settings")).isBetween(20L, (long) SETTINGS);
            lost += (int) (SETTINGS - rows.get("app_settings"));
            try (Database database =
                    Database.open(Stores.config(saved.getParent()), new TestClock())) {
                assertThat(TableCopy.count(database.reader()))
                        .containsEntry("app_settings", rows.get("app_settings"));
                assertThat(database.health().check(true).findings()).isEmpty();
            }
        }
        assertThat(lost).isLessThan(5 * 8);
    }

    /** A page of the schema leaves nothing to save, which is said. */
    private Map<String, Long> rescue(Path saved) throws IOException {
        try {
            return new Rescue(Stores.config(folder), new TestClock()).into(saved);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("nothing could be saved");
            Files.write(folder.resolve("walnut.db"), file);
            return new Rescue(Stores.config(folder), new TestClock()).into(saved);
        }
    }

    @Test
    @Requirement("OPS-26")
    void a_damaged_file_is_told_at_the_start_and_left_as_it_is() throws IOException {
        for (int at : new int[] {3, 15, 20, 4_000, file.length / 2}) {
            byte[] damaged = flipped(file, at, 2);
            Files.deleteIfExists(folder.resolve("walnut.db-wal"));
            Files.deleteIfExists(folder.resolve("walnut.db-shm"));
            Files.write(folder.resolve("walnut.db"), damaged);
            assertThatThrownBy(() -> Stores.open(folder))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("is damaged");
            assertThat(folder.resolve("walnut.db")).hasBinaryContent(damaged);
        }
    }
}
