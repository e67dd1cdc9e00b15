package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.api.AuditReads;
import io.github.walnut.store.AuditEntry;
import io.github.walnut.store.AuditLog;
import io.github.walnut.store.Database;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.Lane;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the running server knows of the audit log besides the file. */
class AuditWatchTest {

    private static final char[] KEY = "Tr0ub4dor&3-and-a-second-sentence".toCharArray();

    @TempDir private Path folder;
    private Database database;
    private AuditLog log;
    private AuditWatch watch;
    private final List<String> health = new ArrayList<>();

    @BeforeEach
    void open() {
        database =
                Database.open(
                        DatabaseConfig.server(folder.resolve("walnut.db"), KEY, "test:1")
                                .withKdfIterations(64_000),
                        new SystemClock());
        log = new AuditLog(database, KEY);
        watch = new AuditWatch(log, (status, text) -> health.add(status));
    }

    @AfterEach
    void close() {
        watch.close();
        database.close();
    }

    private void append(int rows) {
        for (int n = 0; n < rows; n++) {
            log.append(
                    new AuditEntry(
                            "anna",
                            "user",
                            null,
                            "policy-arm",
                            "shed",
                            "ok",
                            null,
                            null,
                            null,
                            null));
        }
    }

    /** As somebody who writes to the file itself. */
    private void tamper(String sql) throws SQLException {
        try (Connection connection = database.dataSource(Lane.JOURNAL).getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** An earlier signed head is put back together with the rows of its time. */
    @Test
    @Requirement("SEC-72")
    void rows_are_missed_that_the_server_saw_also_when_the_file_is_whole_in_itself()
            throws SQLException {
        append(3);
        tamper("CREATE TABLE earlier AS SELECT * FROM audit_heads");
        append(2);
        watch.remember();
        assertThat(watch.verify().ok()).isTrue();

        tamper("DROP TRIGGER audit_log_is_never_deleted");
        tamper("DELETE FROM audit_log WHERE seq > 3");
        tamper("DELETE FROM audit_heads");
        tamper("INSERT INTO audit_heads SELECT * FROM earlier");
        assertThat(log.verify().ok()).as("the file alone").isTrue();
        assertThat(watch.verify()).isEqualTo(new AuditReads.Verification(false, 3, 4L, null));
        assertThat(health).containsExactly("ok", "error");

        append(1);
        watch.remember();
        assertThat(watch.verify().firstBadSeq()).isEqualTo(5);
        append(4);
        watch.remember();
        assertThat(watch.verify().firstBadSeq()).isEqualTo(5);
    }
}
