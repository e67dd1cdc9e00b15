package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of events that wait on disk when the database beside them becomes another. */
@Requirement("OPS-92")
class EventSpillTest {

    private static final char[] OTHER_KEY = "another-Tr0ub4dor&3-sentence-of-words".toCharArray();

    @TempDir private Path folder;
    private final TestClock clock = new TestClock();

    @BeforeEach
    void oneEventWaits() throws IOException {
        try (Database database = Stores.open(folder)) {
            EventSpill spill = new EventSpill(database, Stores.KEY.toCharArray());
            spill.add(List.of(new EventStore.Change(List.of(event()), List.of(), List.of())));
            spill.end();
        }
    }

    private static Event event() {
        return new Event(
                new UUID(0, 1),
                Event.Type.UPS,
                Event.UPS_STATE,
                "mains_lost",
                Severity.WARN,
                new Event.Subject("ups", "rack@lab"),
                Map.of(),
                Instant.parse("2026-05-02T08:00:00Z"),
                new UUID(0, 2),
                null,
                false,
                "rack lost mains power",
                "edge/1");
    }

    @Test
    void a_rotation_of_the_database_key_is_refused_until_they_are_stored() throws IOException {
        KeyRotation rotation = new KeyRotation(Stores.config(folder), clock);
        assertThatThrownBy(() -> rotation.rotate(OTHER_KEY, BackupTest.entry("keys-rotate-db")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("events.spill");

        try (Database database = Stores.open(folder)) {
            EventSpill spill = new EventSpill(database, Stores.KEY.toCharArray());
            spill.drain(change -> assertThat(change.events()).containsExactly(event()));
            spill.end();
        }
        assertThat(rotation.rotate(OTHER_KEY, BackupTest.entry("keys-rotate-db"))).isTrue();
    }

    @Test
    void a_reset_takes_them_along_with_the_former_database() throws IOException {
        Path former = new Reset(Stores.config(folder), folder, clock).make().orElseThrow();
        assertThat(Path.of(former + ".events.spill")).exists();
        assertThat(folder.resolve("events.spill")).doesNotExist();
    }
}
