package io.github.walnut.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Turns routes in XML into the tree that the same routes in YAML have. It says nothing about what
 * is allowed; what has no place in the tree gets one where it is refused.
 */
final class XmlTree {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<String> EXPRESSIONS = Set.of("constant", "simple", "jsonpath");
    private static final Set<String> MEMBERS =
            Set.of("json", "otherwise", "description", "expression");
    private static final String TEXT = "#text";

    private final XMLStreamReader xml;

    private final DocumentCost cost;

    private XmlTree(XMLStreamReader xml, DocumentCost cost) {
        this.xml = xml;
        this.cost = cost;
    }

    /**
     * @throws UnreadableDocument when it is not XML, or has a DTD
     */
    static JsonNode read(String text, DocumentLimits limits) throws UnreadableDocument {
        try {
            return parsed(text, limits);
        } catch (XMLStreamException | RuntimeException e) {
            // The JDK's parser ends with exceptions of its inner parts at some broken input.
            String why = e.getMessage() == null ? "" : e.getMessage().replaceAll("\\s+", " ");
            throw new UnreadableDocument(
                    "not_xml",
                    "Not acceptable XML: " + (why.length() > 200 ? why.substring(0, 200) : why));
        }
    }

    private static JsonNode parsed(String text, DocumentLimits limits) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
        try {
            return new XmlTree(reader, new DocumentCost(limits)).document();
        } finally {
            reader.close();
        }
    }

    private JsonNode document() throws XMLStreamException {
        while (xml.next() != XMLStreamConstants.START_ELEMENT) {
            refuseOddities();
        }
        ArrayNode routes = NODES.arrayNode();
        if (xml.getLocalName().equals("routes")) {
            for (int event = xml.next();
                    event != XMLStreamConstants.END_ELEMENT;
                    event = xml.next()) {
                refuseOddities();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    routes.addObject().set(name(), element(2));
                }
            }
        } else {
            routes.addObject().set(name(), element(1));
        }
        while (xml.hasNext()) {
            xml.next();
            refuseOddities();
        }
        return routes;
    }

    /** The content of the element that has just begun. */
    private ObjectNode element(int depth) throws XMLStreamException {
        cost.node();
        check(depth);
        boolean route = name().equals("route");
        boolean choice = name().equals("choice");
        ObjectNode node = NODES.objectNode();
        attributes(node);
        ObjectNode steps = route ? NODES.objectNode() : node;
        StringBuilder text = new StringBuilder();
        for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
            refuseOddities();
            if (event == XMLStreamConstants.START_ELEMENT) {
                child(node, steps, choice, depth);
            } else if (event == XMLStreamConstants.CHARACTERS
                    || event == XMLStreamConstants.CDATA) {
                text.append(xml.getText());
                cost.text(xml.getText());
            }
        }
        if (!text.toString().isBlank()) {
            node.put(TEXT, text.toString());
        }
        if (route) {
            begin(node, steps);
        }
        return node;
    }

    private void check(int depth) throws XMLStreamException {
        String excess = cost.excess(depth).orElse(null);
        if (excess != null) {
            throw new XMLStreamException(excess);
        }
    }

    private void child(ObjectNode node, ObjectNode steps, boolean choice, int depth)
            throws XMLStreamException {
        String name = name();
        ObjectNode content = element(depth + 1);
        if (EXPRESSIONS.contains(name)) {
            once(node, name, expression(content));
        } else if (name.equals("description")) {
            once(node, name, content.path(TEXT));
        } else if (MEMBERS.contains(name) || name.equals("from")) {
            once(node, name, content);
        } else if (choice && name.equals("when")) {
            node.withArray("/when").add(content);
        } else {
            ArrayNode list =
                    steps.has("steps") && steps.get("steps").isArray()
                            ? (ArrayNode) steps.get("steps")
                            : steps.putArray("steps");
            list.addObject().set(name, content);
        }
    }

    /** In YAML the steps of a route stand below from. */
    private static void begin(ObjectNode route, ObjectNode steps) {
        if (route.get("from") instanceof ObjectNode from && !from.has("steps")) {
            from.set("steps", steps.has("steps") ? steps.get("steps") : NODES.arrayNode());
        }
    }

    private static JsonNode expression(ObjectNode content) {
        JsonNode text = content.has(TEXT) ? content.remove(TEXT) : NODES.textNode("");
        return content.isEmpty() ? text : content.set("expression", text);
    }

    private static void once(ObjectNode node, String name, JsonNode value)
            throws XMLStreamException {
        if (node.has(name)) {
            throw new XMLStreamException("'" + name + "' stands twice in one element");
        }
        node.set(name, value);
    }

    private void attributes(ObjectNode node) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            String prefix = xml.getAttributePrefix(i);
            String name = xml.getAttributeLocalName(i);
            cost.node();
            cost.text(xml.getAttributeValue(i));
            node.put(
                    prefix == null || prefix.isEmpty() ? name : prefix + ":" + name,
                    xml.getAttributeValue(i));
        }
    }

    private String name() {
        String prefix = xml.getPrefix();
        return prefix == null || prefix.isEmpty()
                ? xml.getLocalName()
                : prefix + ":" + xml.getLocalName();
    }

    private void refuseOddities() throws XMLStreamException {
        switch (xml.getEventType()) {
            case XMLStreamConstants.DTD -> throw new XMLStreamException("a DTD is not allowed");
            case XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new XMLStreamException(
                            "the entity &" + xml.getLocalName() + "; is not allowed");
            case XMLStreamConstants.PROCESSING_INSTRUCTION ->
                    throw new XMLStreamException("processing instructions are not allowed");
            default -> {
                // Everything else has a place in the tree, or is a comment.
            }
        }
    }
}
