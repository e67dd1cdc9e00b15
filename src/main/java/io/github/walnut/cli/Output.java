package io.github.walnut.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Prints results: tables for people, one JSON value for programs. */
final class Output {

    static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final PrintWriter out;
    private final boolean json;
    private final boolean quiet;

    /**
     * @param quiet without the sentences that say what was done
     */
    Output(PrintWriter out, boolean json, boolean quiet) {
        this.out = out;
        this.json = json;
        this.quiet = quiet;
    }

    /** Those rows that pass. */
    static ArrayNode only(JsonNode rows, Predicate<JsonNode> wanted) {
        ArrayNode kept = JSON.createArrayNode();
        rows.forEach(
                row -> {
                    if (wanted.test(row)) {
                        kept.add(row);
                    }
                });
        return kept;
    }

    boolean json() {
        return json;
    }

    /** Nobody reads it any more, or the disk is full. */
    boolean failed() {
        return out.checkError();
    }

    /**
     * @param columns pairs of title and JSON pointer into a row
     */
    void table(JsonNode rows, String... columns) {
        if (json) {
            value(rows);
            return;
        }
        List<String[]> lines = new ArrayList<>();
        String[] titles = new String[columns.length / 2];
        for (int i = 0; i < titles.length; i++) {
            titles[i] = columns[2 * i];
        }
        lines.add(titles);
        for (JsonNode row : rows) {
            String[] cells = new String[titles.length];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = text(row.at(columns[2 * i + 1]));
            }
            lines.add(cells);
        }
        print(lines);
    }

    /** What was found about a document. */
    void findings(JsonNode answer) {
        if (json) {
            value(answer);
        } else if (answer.path("findings").isEmpty()) {
            line("No findings.");
        } else {
            table(
                    answer.path("findings"),
                    "SEVERITY",
                    "/severity",
                    "WHERE",
                    "/pointer",
                    "CODE",
                    "/code",
                    "MESSAGE",
                    "/message");
        }
    }

    /** Names and values of one object, a line each; objects inside are left to {@code --json}. */
    void object(JsonNode object) {
        if (json) {
            value(object);
            return;
        }
        List<String[]> lines = new ArrayList<>();
        object.fields()
                .forEachRemaining(
                        field -> {
                            if (!field.getValue().isObject()) {
                                lines.add(new String[] {field.getKey(), text(field.getValue())});
                            }
                        });
        print(lines);
    }

    void value(JsonNode value) {
        try {
            out.println(JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree that cannot be written", e);
        }
        out.flush();
    }

    void line(String text) {
        out.println(TerminalText.lines(text));
        out.flush();
    }

    /** A file's text, to the last byte. */
    void raw(String text) {
        out.print(text);
        out.flush();
    }

    /** A line that people read and programs do not need. */
    void say(String text) {
        if (!json && !quiet) {
            line(text);
        }
    }

    /** What a command has done: the value for programs, a sentence for people. */
    void done(JsonNode value, String sentence) {
        if (!quiet || json) {
            answer(value, sentence);
        }
    }

    /** What a command has done, where the server answers nothing. */
    void done(String sentence) {
        done(JSON.createObjectNode().put("message", sentence), sentence);
    }

    /** What was asked for: the value for programs, a text for people. */
    void answer(JsonNode value, String text) {
        if (json) {
            value(value);
        } else {
            line(text);
        }
    }

    private void print(List<String[]> lines) {
        int columns = lines.isEmpty() ? 0 : lines.get(0).length;
        int[] widths = new int[columns];
        for (String[] line : lines) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], line[i].length());
            }
        }
        for (String[] line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                text.append(line[i]);
                if (i < columns - 1) {
                    text.append(" ".repeat(widths[i] - line[i].length() + 2));
                }
            }
            out.println(text.toString().stripTrailing());
        }
        out.flush();
    }

    static String text(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return "-";
        }
        if (node.isArray()) {
            List<String> items = new ArrayList<>();
            node.forEach(item -> items.add(cell(item)));
            return items.isEmpty() ? "-" : String.join(" ", items);
        }
        return cell(node);
    }

    private static String cell(JsonNode node) {
        return node.isValueNode() ? TerminalText.cell(node.asText()) : "…";
    }
}
