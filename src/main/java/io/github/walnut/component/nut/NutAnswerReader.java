package io.github.walnut.component.nut;

import io.github.walnut.component.nut.NutAnswer.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Takes the lines of one answer, and checks each against what was asked. */
final class NutAnswerReader {

    static final int MAX_LINES = 2000;
    static final int MAX_CHARACTERS = 1 << 20;

    /** Servers cut a line that is too long for them near 512 bytes, without a line end. */
    private static final int SUSPICIOUS_LENGTH = 480;

    private static final Pattern NEXT_LINE =
            Pattern.compile("(END LIST|VAR [A-Za-z0-9_.-]+ [A-Za-z0-9_.-]+ \")");

    private final NutRequest request;
    private final NutServer server;
    private final NutClock clock;
    private final List<Row> rows = new ArrayList<>();
    private boolean begun;
    private int lines;
    private int characters;

    NutAnswerReader(NutRequest request, NutServer server, NutClock clock) {
        this.clock = clock;
        this.request = request;
        this.server = server;
    }

    /**
     * @return the answer that this line completes, or null when more lines belong to it
     * @throws NutException PROTOCOL when the line cannot belong to this answer
     */
    NutAnswer accept(String line) throws NutException {
        lines++;
        characters += line.length();
        if (lines > MAX_LINES || characters > MAX_CHARACTERS) {
            throw malformed(
                    "more than %d lines or %d characters".formatted(MAX_LINES, MAX_CHARACTERS));
        }
        WordCursor words = new WordCursor(line);
        if (!begun && words.skip("ERR")) {
            return refused(words, line);
        }
        return switch (request.form()) {
            case TEXT -> new NutAnswer.Text(line.strip(), clock.wallMillis());
            case OK -> ok(words, line);
            case VALUE -> value(words, line);
            case NAMED_ROWS, ROWS -> row(words, line);
        };
    }

    private NutAnswer refused(WordCursor words, String line) throws NutException {
        String word = words.next();
        if (word == null || !NutName.valid(word)) {
            throw malformed("'" + shortened(line) + "'");
        }
        String detail = words.rest().isEmpty() ? "" : " " + shortened(words.rest());
        return new NutAnswer.Failed(
                new NutError(
                        word,
                        "%s at %s answered ERR %s%s".formatted(request, server, word, detail)));
    }

    private NutAnswer ok(WordCursor words, String line) throws NutException {
        if (!words.skip("OK")) {
            throw malformed("'" + shortened(line) + "', expected OK");
        }
        return new NutAnswer.Text(words.rest(), clock.wallMillis());
    }

    private NutAnswer value(WordCursor words, String line) throws NutException {
        String value = words.skipAll(request.echo()) ? NutQuoting.value(words.rest()) : null;
        if (value == null) {
            throw malformed(
                    "'%s', expected %s and a value"
                            .formatted(shortened(line), String.join(" ", request.echo())));
        }
        checkRunOver(line, words.rest(), request.echo().get(request.echo().size() - 1));
        String text = request.echo().get(0).equals("TYPE") ? words.rest() : value;
        return new NutAnswer.Text(text, clock.wallMillis());
    }

    private NutAnswer row(WordCursor words, String line) throws NutException {
        if (!begun) {
            if (!words.skip("BEGIN")
                    || !words.skip("LIST")
                    || !words.skipAll(request.echo())
                    || !words.atEnd()) {
                throw malformed("'%s', expected BEGIN %s".formatted(shortened(line), request));
            }
            begun = true;
            return null;
        }
        if (words.skip("END")) {
            if (!words.skip("LIST") || !words.skipAll(request.echo()) || !words.atEnd()) {
                throw malformed("'%s', expected END %s".formatted(shortened(line), request));
            }
            return new NutAnswer.Rows(rows, clock.wallMillis());
        }
        rows.add(parsed(words, line));
        return null;
    }

    private Row parsed(WordCursor words, String line) throws NutException {
        if (!words.skipAll(request.echo())) {
            throw malformed(
                    "the stray line '%s', expected %s"
                            .formatted(shortened(line), String.join(" ", request.echo())));
        }
        String name =
                request.form() == NutRequest.Form.ROWS
                        ? NutQuoting.value(words.rest())
                        : words.next();
        String value = request.form() == NutRequest.Form.ROWS ? "" : NutQuoting.value(words.rest());
        if (name == null || value == null) {
            throw malformed("'" + shortened(line) + "' without a name or a value");
        }
        checkRunOver(line, words.rest(), name);
        return new Row(name, value);
    }

    private void checkRunOver(String line, String value, String variable) throws NutException {
        if (line.length() >= SUSPICIOUS_LENGTH
                && (!NutQuoting.balanced(value) || NEXT_LINE.matcher(value).find())) {
            NutError error = malformed("a line cut by the server within " + variable).error();
            throw new NutException(new NutError(error.word(), error.message(), variable));
        }
    }

    private NutException malformed(String what) {
        return new NutException(
                NutError.PROTOCOL, "%s at %s answered %s".formatted(request, server, what));
    }

    private static String shortened(String line) {
        String visible = line.replaceAll("\\p{Cntrl}", "?");
        return visible.length() <= 80 ? visible : visible.substring(0, 80) + "...";
    }
}
