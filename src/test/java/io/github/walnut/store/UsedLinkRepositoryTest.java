package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Requirement("NTF-8")
class UsedLinkRepositoryTest {

    private static final Instant NOW = TestClock.START;
    private static final String PRINT = "a".repeat(64);

    @TempDir Path folder;

    @Test
    void a_link_is_used_once_also_after_a_restart_until_it_is_over() {
        try (Database database = Stores.open(folder)) {
            UsedLinkRepository links = new UsedLinkRepository(database);
            assertThat(links.used(PRINT)).isFalse();
            assertThat(links.use(PRINT, NOW.plusSeconds(60), NOW)).isTrue();
            assertThat(links.use(PRINT, NOW.plusSeconds(60), NOW)).isFalse();
        }
        try (Database database = Stores.open(folder)) {
            UsedLinkRepository links = new UsedLinkRepository(database);
            assertThat(links.used(PRINT)).isTrue();
            assertThat(links.use(PRINT, NOW.plusSeconds(60), NOW.plusSeconds(60))).isFalse();
            String other = "b".repeat(64);
            assertThat(links.use(other, NOW.plusSeconds(90), NOW.plusSeconds(61))).isTrue();
            assertThat(links.used(PRINT)).isFalse();

            links.release(other);
            assertThat(links.used(other)).isFalse();
            assertThat(links.use(other, NOW.plusSeconds(90), NOW.plusSeconds(61))).isTrue();
        }
    }
}
