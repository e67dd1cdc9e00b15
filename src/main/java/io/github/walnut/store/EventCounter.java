package io.github.walnut.store;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts events for overviews. */
public final class EventCounter {

    private final Database database;

    public EventCounter(Database database) {
        this.database = database;
    }

    /**
     * @param span length of the spans, a whole number of seconds
     */
    public EventCounts count(EventFilter filter, Duration span) {
        return new EventCounts(
                filter.where()
                        .statement(database.reader(), "SELECT count(*) FROM events", "")
                        .query(Long.class)
                        .single(),
                by("severity", filter.where()),
                by("name", filter.where()),
                by("subject_id", filter.where().and("subject_kind = 'ups'")),
                spans(filter, span.toMillis()));
    }

    /**
     * @param column a constant of ours
     */
    private Map<String, Long> by(String column, Where where) {
        Map<String, Long> counts = new LinkedHashMap<>();
        where.statement(
                        database.reader(),
                        "SELECT " + column + " AS word, count(*) AS number FROM events",
                        "GROUP BY " + column + " ORDER BY number DESC, word")
                .query(Row.to(row -> Map.entry(row.text("word"), row.number("number"))))
                .list()
                .forEach(count -> counts.put(count.getKey(), count.getValue()));
        return counts;
    }

    private List<EventCounts.Span> spans(EventFilter filter, long millis) {
        return filter.where()
                .statement(
                        database.reader(),
                        """
                        SELECT ts / %1$d * %1$d AS span,
                               sum(severity = 'info') AS info,
                               sum(severity = 'warn') AS warn,
                               sum(severity = 'error') AS error
                        FROM events
                        """
                                .formatted(millis),
                        "GROUP BY span ORDER BY span")
                .query(
                        Row.to(
                                row ->
                                        new EventCounts.Span(
                                                Instant.ofEpochMilli(row.number("span")),
                                                row.number("info"),
                                                row.number("warn"),
                                                row.number("error"))))
                .list();
    }
}
