package io.github.walnut.policy.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * Changes the priority in the text of a document and leaves every other character as its author
 * wrote it. Where YAML ties the priority to other parts, by anchors for example, that cannot be:
 * then the whole is written anew, with the same meaning.
 */
public final class PriorityEdit {

    private static final String KEY = "priority";

    private PriorityEdit() {}

    /**
     * @param text of a document that reads
     */
    public static String set(String text, String mediaType, int priority) {
        ObjectNode wanted = DocumentTree.of(text, mediaType);
        wanted.put(KEY, priority);
        String edited =
                mediaType.equals(DocumentTree.JSON) ? json(text, priority) : yaml(text, priority);
        return wanted.equals(DocumentTree.of(edited, mediaType)) ? edited : wanted.toString();
    }

    private static String json(String text, int priority) {
        try (JsonParser parser = new JsonFactory().createParser(new StringReader(text))) {
            parser.nextToken();
            int open = (int) parser.currentLocation().getCharOffset();
            boolean empty = true;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                empty = false;
                boolean found = parser.currentName().equals(KEY);
                parser.nextToken();
                if (found) {
                    int begin = (int) parser.currentTokenLocation().getCharOffset();
                    parser.skipChildren();
                    int end = begin + parser.getTextLength();
                    return replaced(text, begin, end, String.valueOf(priority));
                }
                parser.skipChildren();
            }
            String member = "\"" + KEY + "\":" + priority + (empty ? "" : ",");
            return replaced(text, open, open, member);
        } catch (IOException e) {
            throw new UncheckedIOException("a document that was read before does not parse", e);
        }
    }

    private static String yaml(String text, int priority) {
        Iterator<Event> events =
                new Yaml(new LoaderOptions()).parse(new StringReader(text)).iterator();
        events.next();
        events.next();
        MappingStartEvent root = (MappingStartEvent) events.next();
        Event first = events.next();
        for (Event key = first; key instanceof ScalarEvent name; key = events.next()) {
            Event value = events.next();
            if (name.getValue().equals(KEY)) {
                int begin = offset(text, value.getStartMark());
                int end = offset(text, value.getEndMark());
                boolean glued = text.charAt(begin - 1) == ':';
                return replaced(text, begin, end, (glued ? " " : "") + priority);
            }
            skip(value, events);
        }
        return root.isFlow()
                ? replaced(
                        text,
                        offset(text, root.getStartMark()) + 1,
                        offset(text, root.getStartMark()) + 1,
                        KEY + ": " + priority + (first instanceof ScalarEvent ? ", " : ""))
                : replaced(
                        text,
                        offset(text, first.getStartMark()),
                        offset(text, first.getStartMark()),
                        KEY
                                + ": "
                                + priority
                                + "\n"
                                + " ".repeat(first.getStartMark().getColumn()));
    }

    private static void skip(Event value, Iterator<Event> events) {
        int depth = 0;
        for (Event event = value; ; event = events.next()) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {}
            }
            if (depth == 0) {
                return;
            }
        }
    }

    /** Marks count code points, texts of Java count UTF-16 units. */
    private static int offset(String text, Mark mark) {
        return text.offsetByCodePoints(0, mark.getIndex());
    }

    private static String replaced(String text, int begin, int end, String with) {
        return text.substring(0, begin) + with + text.substring(end);
    }
}
