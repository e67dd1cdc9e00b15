package io.github.walnut.api;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Comma-separated values (RFC 4180). Text that a spreadsheet would take for a formula begins with
 * an apostrophe.
 */
final class Csv {

    static final String MEDIA_TYPE = "text/csv; charset=utf-8";

    private static final String FORMULA = "=+-@\t";

    private Csv() {}

    /**
     * @param cells text, numbers or whatever has a text; null is empty
     */
    static String line(List<?> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    static String cell(Object value) {
        if (value instanceof Number) {
            return value.toString();
        }
        String text = Objects.toString(value, "");
        if (!text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0) {
            text = "'" + text;
        }
        boolean quoted = text.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    /** A file of these lines, of which no more are asked for than are read. */
    static Reply file(String name, Iterator<String> lines) {
        return Reply.stream(stream(lines), MEDIA_TYPE)
                .with("Content-Disposition", List.of("attachment; filename=\"" + name + "\""));
    }

    private static InputStream stream(Iterator<String> lines) {
        return new InputStream() {
            private byte[] line = new byte[0];
            private int next;

            @Override
            public int read() {
                return fill() ? line[next++] & 0xff : -1;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                int count = 0;
                while (count < length && fill()) {
                    int part = Math.min(length - count, line.length - next);
                    System.arraycopy(line, next, buffer, offset + count, part);
                    next += part;
                    count += part;
                }
                return count == 0 && length > 0 ? -1 : count;
            }

            private boolean fill() {
                while (next == line.length) {
                    if (!lines.hasNext()) {
                        return false;
                    }
                    line = lines.next().getBytes(StandardCharsets.UTF_8);
                    next = 0;
                }
                return true;
            }
        };
    }
}
