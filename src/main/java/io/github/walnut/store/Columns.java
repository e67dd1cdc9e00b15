package io.github.walnut.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The values of one row to write, by column name. Names are constants of the repositories. */
final class Columns {

    private final Map<String, Object> values = new LinkedHashMap<>();

    Columns set(String column, Object value) {
        values.put(column, stored(value));
        return this;
    }

    Columns json(String column, Object value) {
        values.put(column, Json.write(value));
        return this;
    }

    static Object stored(Object value) {
        if (value instanceof UUID id) {
            return id.toString();
        }
        if (value instanceof Instant at) {
            return at.toEpochMilli();
        }
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        return value instanceof Enum<?> word ? word.name().toLowerCase(Locale.ROOT) : value;
    }

    int insert(JdbcClient tx, String table) {
        return execute(tx, insertion(table));
    }

    /** Inserts, or replaces every other column of the row that has the same key. */
    int put(JdbcClient tx, String table, String... key) {
        return execute(tx, putting(table, key));
    }

    /** The same for many rows of one form, with one statement. */
    static void putAll(Database database, List<Columns> rows, String table, String... key) {
        if (!rows.isEmpty()) {
            database.batch(
                    rows.get(0).putting(table, key),
                    rows.stream().map(row -> row.values.values().toArray()).toList());
        }
    }

    /**
     * Changes rows of one form with one statement.
     *
     * @param keys the value of the key of each row, in the same order
     * @return how many rows had that key, in the same order
     */
    static int[] updateAll(
            Database database, List<Columns> rows, String table, String key, List<?> keys) {
        if (rows.isEmpty()) {
            return new int[0];
        }
        return database.batch(
                rows.get(0).updating(table, key),
                IntStream.range(0, rows.size())
                        .mapToObj(i -> rows.get(i).with(stored(keys.get(i))).toArray())
                        .toList());
    }

    /** Inserts many rows of one form with one statement. */
    static void insertAll(Database database, List<Columns> rows, String table) {
        if (!rows.isEmpty()) {
            database.batch(
                    rows.get(0).insertion(table),
                    rows.stream().map(row -> row.values.values().toArray()).toList());
        }
    }

    private String putting(String table, String... key) {
        Collection<String> keys = List.of(key);
        String rest =
                values.keySet().stream()
                        .filter(column -> !keys.contains(column))
                        .map(column -> column + " = excluded." + column)
                        .collect(Collectors.joining(", "));
        return insertion(table)
                + " ON CONFLICT ("
                + String.join(", ", key)
                + ") DO UPDATE SET "
                + rest;
    }

    /** Inserts unless a unique value is there already; the number of rows written. */
    int insertIfNew(JdbcClient tx, String table) {
        return execute(tx, insertion(table) + " ON CONFLICT DO NOTHING");
    }

    /** Changes these columns of the rows whose key has this value; the number of rows. */
    int update(JdbcClient tx, String table, String key, Object value) {
        return execute(tx, updating(table, key), with(stored(value)));
    }

    /** The same for a key of several columns. */
    int update(JdbcClient tx, String table, Map<String, Object> key) {
        String where =
                key.keySet().stream().map(k -> k + " = ?").collect(Collectors.joining(" AND "));
        List<Object> parameters = new ArrayList<>(values.values());
        parameters.addAll(key.values());
        return execute(tx, "UPDATE " + table + " SET " + sets() + " WHERE " + where, parameters);
    }

    /** All columns of a row, to be kept until the store takes it. */
    KeptRow kept(String table, String... key) {
        Map<String, Object> keys = new LinkedHashMap<>();
        Map<String, Object> rest = new LinkedHashMap<>(values);
        for (String column : key) {
            keys.put(column, rest.remove(column));
        }
        return new KeptRow(table, keys, rest, true);
    }

    /** Some columns of a row that exists, likewise. */
    KeptRow keptChange(String table, String key, Object value) {
        return new KeptRow(table, Map.of(key, stored(value)), new LinkedHashMap<>(values), false);
    }

    private String sets() {
        return values.keySet().stream()
                .map(column -> column + " = ?")
                .collect(Collectors.joining(", "));
    }

    private String updating(String table, String key) {
        return "UPDATE " + table + " SET " + sets() + " WHERE " + key + " = ?";
    }

    private List<Object> with(Object key) {
        List<Object> parameters = new ArrayList<>(values.values());
        parameters.add(key);
        return parameters;
    }

    private String insertion(String table) {
        return "INSERT INTO "
                + table
                + " ("
                + String.join(", ", values.keySet())
                + ") VALUES ("
                + String.join(", ", Collections.nCopies(values.size(), "?"))
                + ")";
    }

    private int execute(JdbcClient tx, String sql) {
        return execute(tx, sql, values.values());
    }

    private static int execute(JdbcClient tx, String sql, Collection<Object> parameters) {
        JdbcClient.StatementSpec statement = tx.sql(sql);
        for (Object value : parameters) {
            statement = statement.param(value);
        }
        return statement.update();
    }
}
