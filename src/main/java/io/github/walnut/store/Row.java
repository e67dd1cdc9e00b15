package io.github.walnut.store;

import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.RowMapper;

/** One row of a result, read in the types of the domain. SQL NULL is null. */
record Row(ResultSet columns) {

    static <T> RowMapper<T> to(RowReader<T> reader) {
        return (columns, number) -> reader.read(new Row(columns));
    }

    @FunctionalInterface
    interface RowReader<T> {
        T read(Row row) throws SQLException;
    }

    String text(String column) throws SQLException {
        return columns.getString(column);
    }

    UUID uuid(String column) throws SQLException {
        return map(text(column), UUID::fromString);
    }

    Instant instant(String column) throws SQLException {
        long millis = columns.getLong(column);
        return columns.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    long number(String column) throws SQLException {
        return columns.getLong(column);
    }

    int integer(String column) throws SQLException {
        return columns.getInt(column);
    }

    /** Null where the column is. */
    Integer optional(String column) throws SQLException {
        int value = columns.getInt(column);
        return columns.wasNull() ? null : value;
    }

    Double real(String column) throws SQLException {
        double value = columns.getDouble(column);
        return columns.wasNull() ? null : value;
    }

    boolean flag(String column) throws SQLException {
        return columns.getInt(column) != 0;
    }

    byte[] bytes(String column) throws SQLException {
        return columns.getBytes(column);
    }

    /** Stored in lower case. */
    <E extends Enum<E>> E word(String column, Class<E> type) throws SQLException {
        return map(text(column), word -> Enum.valueOf(type, word.toUpperCase(Locale.ROOT)));
    }

    <T> T json(String column, Class<T> type) throws SQLException {
        return Json.read(text(column), type);
    }

    <T> T json(String column, TypeReference<T> type) throws SQLException {
        return Json.read(text(column), type);
    }

    <T> List<T> list(String column, Class<T> item) throws SQLException {
        return Json.list(text(column), item);
    }

    Map<String, Object> object(String column) throws SQLException {
        return Json.object(text(column));
    }

    Map<String, String> texts(String column) throws SQLException {
        return Json.texts(text(column));
    }

    private static <T> T map(String text, Function<String, T> reading) {
        return text == null ? null : reading.apply(text);
    }
}
