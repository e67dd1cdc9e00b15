package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {

    @TempDir Path folder;

    private final TestClock clock = new TestClock();
    private Database database;
    private AuditLog audit;

    @BeforeEach
    void open() {
        database = Database.open(Stores.config(folder), clock);
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

    @Test
    @Requirement({"SEC-70", "SEC-71"})
    void rows_that_are_appended_together_form_one_chain_and_stand_or_fall_together() {
        append(1);
        audit.append(List.of(entry(2), entry(3)));
        AuditEntry refused =
                new AuditEntry(null, null, null, null, null, null, null, null, null, null);
        assertThatThrownBy(() -> audit.append(List.of(entry(4), refused)))
                .isInstanceOf(RuntimeException.class);
        append(1);

        AuditLog.Verification found = audit.verify();
        assertThat(found.ok()).isTrue();
        assertThat(found.rows()).isEqualTo(4);
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
        assertThat(audit.verify(head)).isEqualTo(new AuditLog.Verification(true, null, 8, null));
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
        assertThat(audit.verify()).isEqualTo(new AuditLog.Verification(false, 3L, 2, null));
    }

    @Test
    @Requirement("SEC-72")
    void finds_rows_that_were_cut_off_by_a_saved_head() {
        append(5);
        AuditLog.Head head = audit.head().orElseThrow();
        tamper("DELETE FROM audit_heads");
        tamper("DELETE FROM audit_log WHERE seq > 3");
        assertThat(audit.verify().ok()).isTrue();
        assertThat(audit.verify(head).badSeq()).isEqualTo(4);
    }

    @Test
    @Requirement("SEC-72")
    void finds_rows_that_were_cut_off_without_a_saved_head_and_after_others_followed() {
        append(5);
        for (int left : new int[] {4, 1, 0}) {
            tamper("DELETE FROM audit_log WHERE seq > ?", left);
            assertThat(audit.verify().badSeq()).isEqualTo(left + 1);
        }
        for (int n = 1; n <= 12; n++) {
            append(1);
            assertThat(audit.verify().badSeq())
                    .as("after %d more", n)
                    .isEqualTo(Math.min(n + 1, 5));
        }
        database.close();
        open();
        append(1);
        assertThat(audit.verify().badSeq()).isEqualTo(5);
    }

    @Test
    @Requirement("SEC-72")
    void a_newest_row_that_another_signed_is_no_proof() {
        append(5);
        tamper("DELETE FROM audit_log WHERE seq > 3");
        tamper("UPDATE audit_heads SET seq = 3, hash = (SELECT hash FROM audit_log WHERE seq = 3)");
        assertThat(audit.verify().badSeq()).isEqualTo(3);
    }

    @Test
    @Requirement("SEC-72")
    void a_store_of_an_older_version_gets_its_newest_row_signed() {
        append(3);
        tamper("DELETE FROM audit_heads");
        assertThat(audit.signed()).isFalse();
        audit.sign();
        assertThat(audit.signed()).isTrue();
        tamper("DELETE FROM audit_log WHERE seq = 3");
        audit.sign();
        assertThat(audit.verify().badSeq()).isEqualTo(3);
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
        assertThat(audit.count(any)).isEqualTo(7);
        assertThat(audit.count(new AuditLog.Filter(null, null, null, null, "policy/4"))).isOne();
    }

    private void appendOverDays(int days) {
        for (int day = 1; day <= days; day++) {
            append(2);
            clock.move(Duration.ofDays(1));
        }
    }

    @Test
    @Requirement({"SEC-71", "SEC-72"})
    void old_rows_go_together_and_leave_a_signed_checkpoint() {
        appendOverDays(10);
        AuditLog.Head head = audit.head().orElseThrow();
        assertThat(audit.forget(clock.now().minus(Duration.ofDays(4)))).isEqualTo(12);
        assertThat(audit.forget(clock.now().minus(Duration.ofDays(4)))).isZero();
        assertThat(audit.verify(head))
                .isEqualTo(new AuditLog.Verification(true, null, 8, clock.now()));
        assertThat(audit.append(entry(1)).seq()).isEqualTo(21);
        assertThatThrownBy(
                        () ->
                                database.write(
                                        Lane.JOURNAL,
                                        tx ->
                                                tx.sql("DELETE FROM audit_log WHERE seq = 13")
                                                        .update()))
                .hasMessageContaining("never deleted");
        clock.move(Duration.ofDays(30));
        assertThat(audit.forget(clock.now())).isEqualTo(9);
        assertThat(audit.head().orElseThrow().seq()).isEqualTo(21);
        assertThat(audit.append(entry(2)).seq()).isEqualTo(22);
        assertThat(audit.verify(head).ok()).isTrue();
    }

    @Test
    @Requirement("SEC-72")
    void a_prefix_that_was_tampered_with_stays() {
        appendOverDays(10);
        tamper("UPDATE audit_log SET actor = 'ben' WHERE seq = 5");
        assertThat(audit.forget(clock.now())).isZero();
        assertThat(audit.verify().badSeq()).isEqualTo(5);
    }

    @Test
    @Requirement("SEC-72")
    void finds_each_of_a_thousand_random_changes() {
        appendOverDays(30);
        audit.forget(clock.now().minus(Duration.ofDays(20)));
        audit.forget(clock.now().minus(Duration.ofDays(10)));
        assertThat(audit.verify(audit.head().orElseThrow()).rows()).isEqualTo(20);
        AuditMutations mutations = new AuditMutations(database, audit, 41, 60);
        assertThat(Stream.generate(mutations::next).limit(1_000)).allMatch(String::isEmpty);
        assertThat(audit.verify(audit.head().orElseThrow()).ok()).isTrue();
    }
}
