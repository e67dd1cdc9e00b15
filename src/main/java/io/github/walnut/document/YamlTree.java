package io.github.walnut.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Builds a tree from the events of a YAML document by the core schema of YAML 1.2: of plain words
 * only {@code true}, {@code false}, {@code null} and numbers are not text, so {@code on} and {@code
 * 02:15} stay as written. Tags are refused, aliases limited and counted as often as they repeat
 * what they name.
 */
final class YamlTree {
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,40}");
    private static final Pattern DECIMAL =
            Pattern.compile(
                    "[-+]?(\\.[0-9]{1,40}|[0-9]{1,40}(\\.[0-9]{0,40})?)([eE][-+]?[0-9]{1,3})?");
    private static final Pattern OCTAL = Pattern.compile("0o[0-7]{1,40}");
    private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]{1,40}");
    private static final Pattern NO_NUMBER =
            Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** A node with a name, its cost, which each alias adds once more, and the levels in it. */
    private record Anchored(JsonNode node, DocumentCost.Part cost, int height) {}

    private final DocumentLimits limits;
    private final DocumentCost cost;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private Parser events;
    private int deepest;

    YamlTree(DocumentLimits limits) {
        this.limits = limits;
        this.cost = new DocumentCost(limits);
    }

    /** The only document of the text, or null when it is empty. */
    JsonNode read(String text) throws UnreadableDocument {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(limits.depth());
        try {
            events = new ParserImpl(new StreamReader(text), options);
            events.getEvent();
            Event first = events.getEvent();
            if (first.is(Event.ID.StreamEnd)) {
                return null;
            }
            JsonNode root = node(events.getEvent(), 0);
            events.getEvent();
            if (!events.getEvent().is(Event.ID.StreamEnd)) {
                throw new UnreadableDocument("not_yaml", "Not one YAML document but several");
            }
            return root;
        } catch (YAMLException e) {
            throw new UnreadableDocument("not_yaml", "Not YAML: " + firstLines(e.getMessage()));
        } catch (IllegalArgumentException e) {
            // SnakeYAML, for an escape that is cut off or no character
            throw new UnreadableDocument("not_yaml", "Not YAML: an escape stands for no character");
        }
    }

    private JsonNode node(Event event, int depth) throws UnreadableDocument {
        DocumentCost.Part before = cost.soFar();
        cost.node();
        if (event instanceof AliasEvent alias) {
            return aliased(alias, depth);
        }
        check(event, depth);
        int around = deepest;
        deepest = depth;
        JsonNode node = built(event, depth);
        String anchor = ((NodeEvent) event).getAnchor();
        if (anchor != null) {
            anchors.put(anchor, new Anchored(node, cost.since(before), deepest - depth));
        }
        deepest = Math.max(around, deepest);
        return node;
    }

    private void check(Event event, int depth) throws UnreadableDocument {
        String excess = cost.excess(depth).orElse(null);
        if (excess != null) {
            throw refused(event, excess);
        }
    }

    private JsonNode built(Event event, int depth) throws UnreadableDocument {
        if (event instanceof ScalarEvent scalar) {
            refuseTag(scalar.getTag(), event);
            cost.text(scalar.getValue());
            check(event, depth);
            return scalar(scalar);
        }
        if (event instanceof SequenceStartEvent start) {
            refuseTag(start.getTag(), event);
            ArrayNode array = NODES.arrayNode();
            for (Event e = events.getEvent();
                    !(e instanceof SequenceEndEvent);
                    e = events.getEvent()) {
                array.add(node(e, depth + 1));
            }
            return array;
        }
        refuseTag(((MappingStartEvent) event).getTag(), event);
        ObjectNode object = NODES.objectNode();
        for (Event e = events.getEvent(); !(e instanceof MappingEndEvent); e = events.getEvent()) {
            String key = key(e, object);
            object.set(key, node(events.getEvent(), depth + 1));
        }
        return object;
    }

    private String key(Event event, ObjectNode object) throws UnreadableDocument {
        if (!(event instanceof ScalarEvent scalar)) {
            throw refused(event, "a key must be plain text");
        }
        refuseTag(scalar.getTag(), event);
        if (scalar.getValue().length() > DocumentReader.LONGEST_KEY) {
            throw refused(event, "a key has at most " + DocumentReader.LONGEST_KEY + " characters");
        }
        if (object.has(scalar.getValue())) {
            throw refused(event, "the key '" + scalar.getValue() + "' stands twice");
        }
        cost.text(scalar.getValue());
        return scalar.getValue();
    }

    private JsonNode aliased(AliasEvent alias, int depth) throws UnreadableDocument {
        Anchored named = anchors.get(alias.getAnchor());
        if (named == null) {
            throw refused(alias, "the alias *" + alias.getAnchor() + " names nothing before it");
        }
        cost.repeated(named.cost());
        check(alias, depth + named.height());
        deepest = Math.max(deepest, depth + named.height());
        return named.node();
    }

    private static JsonNode scalar(ScalarEvent event) throws UnreadableDocument {
        String text = event.getValue();
        if (event.getScalarStyle() != ScalarStyle.PLAIN || event.getTag() != null) {
            return NODES.textNode(text);
        }
        switch (text) {
            case "", "~", "null", "Null", "NULL":
                return NODES.nullNode();
            case "true":
                return NODES.booleanNode(true);
            case "false":
                return NODES.booleanNode(false);
            default:
                if (NO_NUMBER.matcher(text).matches()) {
                    throw refused(event, text + " is no number");
                }
                return number(text);
        }
    }

    private static JsonNode number(String text) {
        if (INTEGER.matcher(text).matches()) {
            return integer(new BigInteger(text));
        }
        if (OCTAL.matcher(text).matches() || HEX.matcher(text).matches()) {
            return integer(new BigInteger(text.substring(2), text.charAt(1) == 'x' ? 16 : 8));
        }
        return DECIMAL.matcher(text).matches()
                ? NODES.numberNode(new BigDecimal(text))
                : NODES.textNode(text);
    }

    private static JsonNode integer(BigInteger value) {
        return value.bitLength() < 32
                ? NODES.numberNode(value.intValue())
                : NODES.numberNode(value);
    }

    private static void refuseTag(String tag, Event event) throws UnreadableDocument {
        if (tag != null && !tag.equals("!")) {
            throw refused(event, "the tag " + tag + " is not allowed");
        }
    }

    private static UnreadableDocument refused(Event event, String why) {
        Mark mark = event.getStartMark();
        return new UnreadableDocument(
                "not_yaml",
                "Not acceptable YAML: %s (line %d, column %d)"
                        .formatted(why, mark.getLine() + 1, mark.getColumn() + 1));
    }

    private static String firstLines(String message) {
        String line = message.replaceAll("\\s+", " ");
        return line.length() > 200 ? line.substring(0, 200) : line;
    }
}
