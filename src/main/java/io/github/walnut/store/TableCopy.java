package io.github.walnut.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tables as a whole, row by row between two databases of the same schema. Names of tables and
 * columns come from the database of our own making, never from the one that is read.
 */
final class TableCopy {

    /** Tables whose rows die with the installation. */
    static final List<String> SESSIONS = List.of("sessions", "api_tokens", "login_throttle");

    private static final String TABLES =
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%'"
                    + " ESCAPE '\\' AND name <> 'flyway_schema_history' ORDER BY name";
    private static final int BATCH_ROWS = 500;
    private static final int BATCH_BYTES = 4 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(TableCopy.class);

    private TableCopy() {}

    static List<String> tables(JdbcClient reader) {
        return reader.sql(TABLES).query(String.class).list();
    }

    static Map<String, Long> count(JdbcClient reader) {
        Map<String, Long> rows = new TreeMap<>();
        for (String table : tables(reader)) {
            rows.put(
                    table,
                    reader.sql("SELECT count(*) FROM " + quoted(table)).query(Long.class).single());
        }
        return rows;
    }

    static int schema(JdbcClient reader) {
        return reader.sql(
                        "SELECT max(CAST(version AS INTEGER)) FROM flyway_schema_history"
                                + " WHERE success = 1")
                .query(Integer.class)
                .single();
    }

    /** A table that this schema does not have is as good as empty. */
    static void empty(JdbcClient tx, String table) {
        if (tables(tx).contains(table)) {
            tx.sql("DELETE FROM " + quoted(table)).update();
        }
    }

    /**
     * Copies every table that the target has.
     *
     * @param skipDamage goes on behind rows that cannot be read, and leaves them out
     * @return rows by table
     */
    static Map<String, Long> copy(Connection source, Connection target, boolean skipDamage)
            throws SQLException {
        Map<String, Long> rows = new TreeMap<>();
        for (String table : names(target, TABLES)) {
            rows.put(table, copy(source, target, table, skipDamage));
        }
        return rows;
    }

    private static long copy(Connection source, Connection target, String table, boolean skipDamage)
            throws SQLException {
        List<String> columns = names(target, "SELECT name FROM pragma_table_info('" + table + "')");
        String list = String.join(", ", columns.stream().map(TableCopy::quoted).toList());
        String read = "SELECT " + list + " FROM " + quoted(table);
        String write =
                "INSERT OR REPLACE INTO "
                        + quoted(table)
                        + " ("
                        + list
                        + ") VALUES ("
                        + String.join(", ", Collections.nCopies(columns.size(), "?"))
                        + ")";
        try {
            return rows(source, target, read, write, columns.size());
        } catch (Damage damage) {
            if (!skipDamage) {
                throw damage.cause;
            }
        }
        try { // from the other end, up to the damage
            String backwards = " ORDER BY " + order(target, table);
            rows(source, target, read + backwards, write, columns.size());
        } catch (Damage expected) {
            LOG.warn("Rows of {} are lost: {}", table, expected.cause.getMessage());
        }
        return Long.parseLong(names(target, "SELECT count(*) FROM " + quoted(table)).get(0));
    }

    /** The order of the stored rows, last first. */
    private static String order(Connection connection, String table) throws SQLException {
        List<String> key =
                names(
                        connection,
                        "SELECT name FROM pragma_table_info('"
                                + table
                                + "') WHERE pk > 0 AND (SELECT wr FROM pragma_table_list('"
                                + table
                                + "')) ORDER BY pk");
        return key.isEmpty()
                ? "rowid DESC"
                : String.join(" DESC, ", key.stream().map(TableCopy::quoted).toList()) + " DESC";
    }

    /** Reading failed, after rows were written. */
    private static final class Damage extends Exception {
        private static final long serialVersionUID = 1;
        private final SQLException cause;

        Damage(SQLException cause) {
            super(cause);
            this.cause = cause;
        }
    }

    private static long rows(
            Connection source, Connection target, String read, String write, int columns)
            throws SQLException, Damage {
        long rows = 0;
        long bytes = 0;
        try (Statement statement = source.createStatement();
                PreparedStatement insert = target.prepareStatement(write)) {
            try (ResultSet found = statement.executeQuery(read)) {
                while (found.next()) {
                    for (int i = 1; i <= columns; i++) {
                        Object value = found.getObject(i);
                        insert.setObject(i, value);
                        bytes += length(value);
                    }
                    insert.addBatch();
                    if (++rows % BATCH_ROWS == 0 || bytes > BATCH_BYTES) {
                        insert.executeBatch();
                        bytes = 0;
                    }
                }
            } catch (SQLException e) {
                insert.executeBatch();
                throw new Damage(e);
            }
            insert.executeBatch();
        }
        return rows;
    }

    private static int length(Object value) {
        if (value instanceof byte[] blob) {
            return blob.length;
        }
        return value instanceof String text ? text.length() : Long.BYTES;
    }

    static List<String> names(Connection connection, String sql) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
