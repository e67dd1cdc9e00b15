package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateSnapshotsTest {

    private static final String SECRET = "canary-of-mqtt";

    @TempDir Path folder;
    private final TestClock clock = new TestClock();
    private Database database;
    private Secrets secrets;
    private SettingsRepository settings;
    private StateSnapshots snapshots;

    @BeforeEach
    void open() {
        database = Database.open(Stores.config(folder), clock);
        secrets = new Secrets(database, Stores.KEY.toCharArray());
        settings = new SettingsRepository(database);
        settings.save("ui", Map.of("theme", "dark"), 0, "anna");
        secrets.put("mqtt", SECRET.toCharArray());
        snapshots = new StateSnapshots(folder.resolve("snapshots"), Stores.KEY.toCharArray());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private boolean taken(boolean always) throws IOException {
        clock.move(Duration.ofMinutes(1));
        return snapshots.take(database, always).isPresent();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("snapshots"))) {
            return files.sorted().toList();
        }
    }

    @Test
    @Requirement("OPS-28")
    void one_is_taken_when_something_has_changed_and_the_newest_seven_are_kept()
            throws IOException {
        assertThat(taken(false)).isTrue();
        assertThat(taken(false)).isFalse();
        settings.save("ui", Map.of("theme", "light"), 1, "anna");
        assertThat(taken(false)).isTrue();
        assertThat(taken(true)).isTrue();
        for (int i = 2; i < 9; i++) {
            settings.save("ui", Map.of("theme", i), i, "anna");
            assertThat(taken(false)).isTrue();
        }
        assertThat(files()).hasSize(7);
        assertThat(snapshots.newestAt()).contains(clock.now());
    }

    @Test
    @Requirement("OPS-28")
    void the_newest_that_opens_makes_a_database_and_shows_nothing_without_the_key()
            throws IOException {
        taken(false);
        settings.save("ui", Map.of("theme", "light"), 1, "anna");
        taken(false);
        Path newest = files().get(1);
        for (Path file : files()) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .doesNotContain("theme", SECRET);
        }
        assertThat(theme("whole")).isEqualTo("light");
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length / 2] ^= 1;
        Files.write(newest, bytes);
        assertThat(theme("damaged")).isEqualTo("dark");
        Files.move(files().get(0), newest, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(theme("renamed")).isNull();
    }

    /** Of a database that is made of the newest snapshot; null when none opens. */
    private Object theme(String name) throws IOException {
        Path elsewhere = folder.resolve(name);
        DatabasePath path = new DatabasePath(elsewhere.resolve("walnut.db"));
        Instant at = snapshots.fill(path, new Cipher(path, Stores.config(elsewhere))).orElse(null);
        if (at == null) {
            return null;
        }
        try (Database made = Stores.open(elsewhere)) {
            assertThat(new Secrets(made, Stores.KEY.toCharArray()).open("mqtt"))
                    .hasValue(SECRET.toCharArray());
            return new SettingsRepository(made).find("ui").orElseThrow().values().get("theme");
        }
    }
}
