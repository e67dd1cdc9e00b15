package io.github.walnut.store;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A row that protection depends on, or some columns of one, which waits in the emergency journal
 * until the store takes it. Tables and columns are constants of the repositories.
 *
 * @param key values of the primary key by column
 * @param values of the other columns, in the form in which the store keeps them
 * @param whole all columns are there, so that the row may be new; else it changes an existing one
 */
record KeptRow(String table, Map<String, Object> key, Map<String, Object> values, boolean whole) {

    /** The identity of the row. */
    record Place(String table, Map<String, Object> key) {}

    Place place() {
        return new Place(table, key);
    }

    /** The same row after a later change. */
    KeptRow changedBy(KeptRow later) {
        if (later.whole) {
            return later;
        }
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.putAll(later.values);
        return new KeptRow(table, key, all, whole);
    }

    /** Writes it within the transaction under way. */
    void write(JdbcClient tx) {
        Columns columns = new Columns();
        if (whole) {
            key.forEach(columns::set);
            values.forEach(columns::set);
            columns.put(tx, table, key.keySet().toArray(new String[0]));
        } else {
            values.forEach(columns::set);
            columns.update(tx, table, key);
        }
    }

    private Map<String, Object> json() {
        Map<String, Object> all = new LinkedHashMap<>(key);
        all.putAll(values);
        all.put(WHOLE, whole ? 1 : 0);
        return all;
    }

    private static final String WHOLE = "~whole";

    /**
     * The table as it will be once it has these rows, for a FROM clause.
     *
     * @param rows of one table, at least one
     * @param columns of the table
     */
    static String over(Collection<KeptRow> rows, List<String> columns) {
        KeptRow first = rows.iterator().next();
        // Doubled quotes are all that a text literal of SQLite needs.
        String json = Json.write(rows.stream().map(KeptRow::json).toList()).replace("'", "''");
        String kept = "json_each('" + json + "') AS k";
        String same =
                first.key.keySet().stream()
                        .map(column -> value(column) + " = t." + column)
                        .collect(Collectors.joining(" AND "));
        String changed =
                columns.stream()
                        .map(
                                c ->
                                        "iif("
                                                + type(c)
                                                + " IS NULL, t."
                                                + c
                                                + ", "
                                                + value(c)
                                                + ") "
                                                + c)
                        .collect(Collectors.joining(", "));
        String added =
                columns.stream().map(c -> value(c) + " " + c).collect(Collectors.joining(", "));
        return "(SELECT %s FROM %s AS t LEFT JOIN %s ON %s UNION ALL SELECT %s FROM %s WHERE %s = 1 AND NOT EXISTS (SELECT 1 FROM %s AS t WHERE %s)) AS %s"
                .formatted(
                        changed,
                        first.table,
                        kept,
                        same,
                        added,
                        kept,
                        value(WHOLE),
                        first.table,
                        same,
                        first.table);
    }

    private static String value(String column) {
        return "json_extract(k.value, '$.\"" + column + "\"')";
    }

    private static String type(String column) {
        return "json_type(k.value, '$.\"" + column + "\"')";
    }
}
