package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator asks of the file: its figures and its unused space. */
class DatabaseCareTest {

    @TempDir Path folder;

    private static void fill(Database database, int rows) {
        database.write(
                Lane.JOURNAL,
                tx -> {
                    for (int i = 0; i < rows; i++) {
                        tx.sql(
                                        "INSERT INTO app_settings (name, value, version, updated_at, updated_by)"
                                                + " VALUES (?, ?, 1, 1, 'anna')")
                                .param("filler-" + i)
                                .param("{\"text\":\"" + "x".repeat(4_000) + "\"}")
                                .update();
                    }
                    return null;
                });
    }

    private static long freePages(Database database) throws IOException {
        return (long) database.stats().quick().get("free_pages");
    }

    @Test
    @Requirement("OPS-34")
    void its_figures_tell_sizes_cipher_pool_commits_and_what_each_table_takes() throws Exception {
        try (Database database = Stores.open(folder)) {
            fill(database, 50);
            Map<String, Object> figures = database.stats().full();
            assertThat(figures)
                    .containsEntry("path", folder.resolve("walnut.db").toString())
                    .containsEntry("page_bytes", 4096L)
                    .containsEntry("journal_mode", "wal")
                    .containsEntry("cipher", "sqlcipher 4")
                    .containsEntry("kdf_iter", 64_000)
                    .containsEntry("queue", 0)
                    .containsEntry("schema", TableCopy.schema(database.reader()))
                    .containsEntry("growth_bytes_per_day", 0L);
            assertThat((Long) figures.get("wal_bytes")).isPositive();
            assertThat((Map<?, ?>) figures.get("rows")).extracting("app_settings").isEqualTo(50L);
            assertThat((Map<?, ?>) figures.get("table_bytes"))
                    .extracting("app_settings")
                    .satisfies(bytes -> assertThat((Long) bytes).isBetween(200_000L, 900_000L));
            assertThat((Map<?, ?>) figures.get("commit_ms"))
                    .extracting("journal")
                    .satisfies(
                            times ->
                                    assertThat((Double) ((Map<?, ?>) times).get("p99"))
                                            .isGreaterThanOrEqualTo(
                                                    (Double) ((Map<?, ?>) times).get("p50")));
            assertThat(figures.get("pool").toString()).contains("active=", "idle=", "waiting=0");
        }
    }

    @Test
    void percentiles_are_those_of_the_latest_commits() {
        CommitTimes times = new CommitTimes();
        assertThat(times.percentile(0.5)).isNull();
        for (int i = 1; i <= 612; i++) {
            times.took(i * 1_000_000L);
        }
        assertThat(times.percentile(0.5)).isEqualTo(356);
        assertThat(times.percentile(1)).isEqualTo(612);
    }

    @Test
    @Requirement("OPS-33")
    void unused_pages_go_a_thousand_at_a_time_and_all_at_once_when_asked() throws Exception {
        try (Database database = Stores.open(folder)) {
            assertThat(database.reader().sql("PRAGMA auto_vacuum").query(Integer.class).single())
                    .isEqualTo(2);
            fill(database, 1_500);
            database.write(Lane.JOURNAL, tx -> tx.sql("DELETE FROM app_settings").update());
            long free = freePages(database);
            assertThat(free).isGreaterThan(1_200);
            database.freePages(1_000);
            assertThat(freePages(database)).isEqualTo(free - 1_000);
            long[] bytes = database.vacuum();
            assertThat(bytes[1]).isLessThan(bytes[0]);
            assertThat(freePages(database)).isZero();
        }
    }
}
