package io.github.walnut.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Conditions of a query, joined by AND. Texts are constants; values are bound, never spliced. */
final class Where {

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    /** Left out when a value is null. */
    Where and(String condition, Object... bound) {
        if (Arrays.stream(bound).noneMatch(Objects::isNull)) {
            conditions.add(condition);
            Arrays.stream(bound).map(Columns::stored).forEach(values::add);
        }
        return this;
    }

    /** Left out when there are no values. */
    Where in(String column, Collection<?> bound) {
        if (!bound.isEmpty()) {
            String marks = String.join(", ", Collections.nCopies(bound.size(), "?"));
            conditions.add(column + " IN (" + marks + ")");
            bound.stream().map(Columns::stored).forEach(values::add);
        }
        return this;
    }

    /** A pattern for {@code LIKE ? ESCAPE '\'} that finds the text anywhere. */
    static String part(String text) {
        return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }

    private String text() {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    /**
     * @param before the statement up to its conditions
     * @param after what stands behind them
     */
    JdbcClient.StatementSpec statement(JdbcClient client, String before, String after) {
        JdbcClient.StatementSpec statement = client.sql(before + text() + " " + after);
        for (Object value : values) {
            statement = statement.param(value);
        }
        return statement;
    }
}
