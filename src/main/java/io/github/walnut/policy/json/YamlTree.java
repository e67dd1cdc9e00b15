package io.github.walnut.policy.json;

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
 * 02:15} stay as written. Tags are refused, aliases limited, because each multiplies what it names.
 */
final class YamlTree {
    private static final int MAX_ALIASES = 50;
    private static final int MAX_NODES = 50_000;
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,40}");
    private static final Pattern DECIMAL =
            Pattern.compile(
                    "[-+]?(\\.[0-9]{1,40}|[0-9]{1,40}(\\.[0-9]{0,40})?)([eE][-+]?[0-9]{1,3})?");
    private static final Pattern OCTAL = Pattern.compile("0o[0-7]{1,40}");
    private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]{1,40}");
    private static final Pattern NO_NUMBER =
            Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    private static final int MAX_KEY = 256;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final int maxDepth;
    private final Map<String, JsonNode> anchors = new HashMap<>();
    private final Map<String, Integer> sizes = new HashMap<>();
    private Parser events;
    private int aliases;
    private int nodes;

    YamlTree(int maxDepth) {
        this.maxDepth = maxDepth;
    }

    /** The only document of the text, or null when it is empty. */
    JsonNode read(String text) throws UnreadableDocument {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(maxDepth);
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
        count(1, event);
        if (depth > maxDepth) {
            throw refused(event, "nested more than " + maxDepth + " levels deep");
        }
        if (event instanceof AliasEvent alias) {
            return aliased(alias);
        }
        int before = nodes;
        JsonNode node = built(event, depth);
        String anchor = ((NodeEvent) event).getAnchor();
        if (anchor != null) {
            anchors.put(anchor, node);
            sizes.put(anchor, nodes - before + 1);
        }
        return node;
    }

    private JsonNode built(Event event, int depth) throws UnreadableDocument {
        if (event instanceof ScalarEvent scalar) {
            refuseTag(scalar.getTag(), event);
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
        if (scalar.getValue().length() > MAX_KEY) {
            throw refused(event, "a key has at most " + MAX_KEY + " characters");
        }
        if (object.has(scalar.getValue())) {
            throw refused(event, "the key '" + scalar.getValue() + "' stands twice");
        }
        return scalar.getValue();
    }

    private JsonNode aliased(AliasEvent alias) throws UnreadableDocument {
        JsonNode node = anchors.get(alias.getAnchor());
        if (node == null) {
            throw refused(alias, "the alias *" + alias.getAnchor() + " names nothing before it");
        }
        if (++aliases > MAX_ALIASES) {
            throw refused(alias, "more than " + MAX_ALIASES + " aliases");
        }
        count(sizes.get(alias.getAnchor()), alias);
        return node;
    }

    private void count(int more, Event event) throws UnreadableDocument {
        nodes += more;
        if (nodes > MAX_NODES) {
            throw refused(event, "more than " + MAX_NODES + " nodes");
        }
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
                    throw refused(event, text + " is no number that a policy can hold");
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
