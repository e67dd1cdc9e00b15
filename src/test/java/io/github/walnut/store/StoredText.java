package io.github.walnut.store;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Every value of every row of a store, bytes as characters. */
public final class StoredText {

    private StoredText() {}

    /** Puts other words into the documents of all policies, past everything that checks them. */
    public static void inPolicies(Database database, String from, String to) {
        database.write(
                Lane.JOURNAL,
                tx ->
                        tx.sql(
                                        "UPDATE policies SET document_json = NULL,"
                                                + " document = replace(document, ?, ?)")
                                .params(from, to)
                                .update());
    }

    public static String of(Database database) {
        StringBuilder text = new StringBuilder();
        for (String table :
                database.reader()
                        .sql("SELECT name FROM sqlite_schema WHERE type = 'table'")
                        .query(String.class)
                        .list()) {
            for (Map<String, Object> row :
                    database.reader().sql("SELECT * FROM \"" + table + "\"").query().listOfRows()) {
                row.values().forEach(value -> text.append(text(value)).append('\n'));
            }
        }
        return text.toString();
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.ISO_8859_1)
                : String.valueOf(value);
    }
}
