package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of a damaged file are read from both ends, whatever their rows are stored by. */
class TableCopyTest {

    private static final int ROWS = 2_000;
    private static final int PAGE = 4096;

    @TempDir private Path folder;

    private Connection open(String name) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(name));
    }

    private static void tables(Connection connection) throws SQLException {
        CopyUnderKey.execute(connection, "PRAGMA page_size = " + PAGE);
        CopyUnderKey.execute(connection, "CREATE TABLE \"of\" (n INTEGER PRIMARY KEY) STRICT");
        CopyUnderKey.execute(
                connection,
                "CREATE TABLE pairs (ups TEXT NOT NULL, n INTEGER NOT NULL REFERENCES \"of\" (n),"
                        + " text TEXT NOT NULL, PRIMARY KEY (ups, n)) STRICT, WITHOUT ROWID");
    }

    @Test
    @Requirement("OPS-26")
    void rows_on_both_sides_of_a_damaged_page_are_saved() throws Exception {
        try (Connection source = open("source.db")) {
            tables(source);
            String numbers =
                    "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < "
                            + ROWS
                            + ")";
            CopyUnderKey.execute(source, numbers + " INSERT INTO \"of\" SELECT n FROM c");
            CopyUnderKey.execute(
                    source,
                    numbers
                            + " INSERT INTO pairs SELECT 'rack', n, printf('%.200c', 'x') || n"
                            + " FROM c");
        }
        damagePageWith("x1000");

        Map<String, Long> rows;
        try (Connection source = open("source.db");
                Connection target = open("target.db")) {
            tables(target);
            rows = TableCopy.copy(source, target, true);
            List<String> kept = TableCopy.names(target, "SELECT n FROM pairs ORDER BY n");
            assertThat(kept).contains("1", String.valueOf(ROWS)).doesNotContain("1000");
        }
        assertThat(rows.get("of")).isEqualTo(ROWS);
        assertThat(rows.get("pairs")).isBetween(ROWS - 3L * PAGE / 200, ROWS - 1L);
    }

    @Test
    @Requirement("OPS-26")
    void rows_without_their_owner_go() throws Exception {
        try (Connection target = open("target.db")) {
            tables(target);
            CopyUnderKey.execute(target, "INSERT INTO \"of\" VALUES (1)");
            CopyUnderKey.execute(
                    target, "INSERT INTO pairs VALUES ('rack', 1, 'kept'), ('rack', 2, 'lost')");
            Rescue.removeOrphans(target);
            assertThat(TableCopy.names(target, "SELECT text FROM pairs")).containsExactly("kept");
        }
    }

    private void damagePageWith(String text) throws IOException {
        Path file = folder.resolve("source.db");
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
        assertThat(at).isPositive();
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
            damaged.seek((long) at / PAGE * PAGE);
            damaged.write(new byte[] {0x55, 0x55, 0x55, 0x55, 0x55, 0x55});
        }
    }
}
