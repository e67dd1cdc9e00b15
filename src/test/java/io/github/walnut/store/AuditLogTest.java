package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {

    @TempDir Path folder;

    private Database database;
    private AuditLog audit;

    @BeforeEach
    void open() {
        database = Stores.open(folder);
        audit = new AuditLog(database, Stores.KEY.toCharArray());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static AuditEntry entry(int n) {
        return new AuditEntry(
                "anna@example.org",
                "user",
                "10.0.0.9",
                "policy.update",
                "policy/" + n,
                "ok",
                null,
                Map.of("priority", List.of(1, n), "factor", new BigDecimal("1.10")),
                "req-" + n,
                null);
    }

    private void append(int rows) {
        for (int n = 1; n <= rows; n++) {
            audit.append(entry(n));
        }
    }

    /** As somebody would who has the key and takes the triggers away. */
    private void tamper(String sql, Object... values) {
        database.write(
                Lane.JOURNAL,
                tx -> {
                    tx.sql("DROP TRIGGER IF EXISTS audit_log_is_never_changed").update();
                    tx.sql("DROP TRIGGER IF EXISTS audit_log_is_never_deleted").update();
                    var statement = tx.sql(sql);
                    for (Object value : values) {
                        statement = statement.param(value);
                    }
                    return statement.update();
                });
    }

    @Test
    @Requirement("SEC-70")
    void a_chain_that_nobody_touched_is_sound_after_a_restart() {
        append(5);
        AuditLog.Head head = audit.head().orElseThrow();
        database.close();
        open();
        append(3);
        assertThat(audit.verify(head)).isEqualTo(new AuditLog.Verification(true, null, 8));
    }

    @Test
    @Requirement("SEC-71")
    void rows_are_neither_changed_nor_deleted() {
        append(2);
        assertThatThrownBy(
                        () ->
                                database.write(
                                        Lane.JOURNAL,
                                        tx ->
                                                tx.sql("UPDATE audit_log SET actor = 'ben'")
                                                        .update()))
                .hasMessageContaining("never changed");
        assertThatThrownBy(
                        () ->
                                database.write(
                                        Lane.JOURNAL,
                                        tx -> tx.sql("DELETE FROM audit_log").update()))
                .hasMessageContaining("never deleted");
    }

    @Test
    @Requirement("SEC-71")
    void a_row_stands_or_falls_with_the_effect_that_it_records() {
        SettingsRepository settings = new SettingsRepository(database);
        assertThatThrownBy(
                        () ->
                                database.together(
                                        () -> {
                                            audit.append(entry(1));
                                            return settings.save("ui", Map.of(), 7, "anna");
                                        }))
                .isInstanceOf(SettingsRepository.ConflictException.class);
        assertThat(audit.head()).isEmpty();
    }

    @Test
    @Requirement("SEC-72")
    void names_the_first_row_that_was_changed_deleted_or_swapped() {
        append(30);
        tamper("UPDATE audit_log SET outcome = 'refused' WHERE seq = 17");
        assertThat(audit.verify().badSeq()).isEqualTo(17);
        tamper("DELETE FROM audit_log WHERE seq = 9");
        assertThat(audit.verify().badSeq()).isEqualTo(9);
        tamper("UPDATE audit_log SET seq = 1000 WHERE seq = 3");
        tamper("UPDATE audit_log SET seq = 3 WHERE seq = 4");
        tamper("UPDATE audit_log SET seq = 4 WHERE seq = 1000");
        assertThat(audit.verify()).isEqualTo(new AuditLog.Verification(false, 3L, 2));
    }

    @Test
    @Requirement("SEC-72")
    void finds_rows_that_were_cut_off_by_a_saved_head() {
        append(5);
        AuditLog.Head head = audit.head().orElseThrow();
        tamper("DELETE FROM audit_log WHERE seq > 3");
        assertThat(audit.verify().ok()).isTrue();
        assertThat(audit.verify(head).badSeq()).isEqualTo(4);
    }

    @Test
    @Requirement("SEC-72")
    void finds_each_of_many_random_changes() {
        append(20);
        Random random = new Random(7);
        List<String> columns =
                List.of(
                        "actor",
                        "ip",
                        "action",
                        "object",
                        "reason",
                        "request_id",
                        "prev_hash",
                        "hash");
        for (int i = 0; i < 100; i++) {
            String column = columns.get(random.nextInt(columns.size()));
            long seq = 1 + random.nextInt(20);
            String before =
                    database.reader()
                            .sql("SELECT " + column + " FROM audit_log WHERE seq = ?")
                            .param(seq)
                            .query(Row.to(row -> java.util.Optional.ofNullable(row.text(column))))
                            .single()
                            .orElse(null);
            tamper("UPDATE audit_log SET " + column + " = ? WHERE seq = ?", "x" + i, seq);
            assertThat(audit.verify())
                    .as("%s of %d", column, seq)
                    .isEqualTo(new AuditLog.Verification(false, seq, seq - 1));
            tamper("UPDATE audit_log SET " + column + " = ? WHERE seq = ?", before, seq);
        }
        assertThat(audit.verify().ok()).isTrue();
    }

    @Test
    void another_key_does_not_verify() {
        append(1);
        assertThat(new AuditLog(database, "another-key".toCharArray()).verify().ok()).isFalse();
    }

    @Test
    void pages_newest_first_and_filters() {
        append(7);
        AuditLog.Filter any = new AuditLog.Filter(null, null, null, null, null);
        Page<AuditLog.AuditRow> first = audit.page(any, null, 5);
        assertThat(first.items())
                .extracting(AuditLog.AuditRow::seq)
                .containsExactly(7L, 6L, 5L, 4L, 3L);
        assertThat(audit.page(any, first.nextCursor(), 5).items())
                .extracting(AuditLog.AuditRow::seq)
                .containsExactly(2L, 1L);
        assertThat(
                        audit.page(new AuditLog.Filter(null, null, null, null, "policy/4"), null, 5)
                                .items())
                .hasSize(1);
        assertThat(audit.page(new AuditLog.Filter(null, null, "ben", null, null), null, 5).items())
                .isEmpty();
    }
}
