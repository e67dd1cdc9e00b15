package io.github.walnut.component.nut;

import java.util.List;

/** What came back for one request; always whole. */
sealed interface NutAnswer {

    /**
     * A line of text: after OK, after the echo, or free.
     *
     * @param at when it was complete, in epoch milliseconds
     */
    record Text(String text, long at) implements NutAnswer {}

    /**
     * @param at when the list was complete, in epoch milliseconds
     */
    record Rows(List<Row> rows, long at) implements NutAnswer {
        public Rows {
            rows = List.copyOf(rows);
        }
    }

    record Failed(NutError error) implements NutAnswer {}

    /**
     * @param value empty in rows that have a name only
     */
    record Row(String name, String value) {}

    default String text() throws NutException {
        return ((Text) orThrow()).text;
    }

    default List<Row> rows() throws NutException {
        return ((Rows) orThrow()).rows;
    }

    /** When it was complete, in epoch milliseconds; 0 for a failure. */
    default long at() {
        if (this instanceof Rows list) {
            return list.at;
        }
        return this instanceof Text line ? line.at : 0;
    }

    default NutAnswer orThrow() throws NutException {
        if (this instanceof Failed failed) {
            throw new NutException(failed.error);
        }
        return this;
    }
}
