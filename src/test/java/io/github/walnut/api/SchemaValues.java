package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Makes values that a schema of the OpenAPI document allows, and values that none allows. */
final class SchemaValues {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Something for every pattern of the contract; a pattern that none fits gets the first. */
    private static final List<String> WORDS =
            List.of(
                    "lab",
                    "1h",
                    "15m",
                    "auto",
                    "raw",
                    "5s",
                    "12345678",
                    "user-one",
                    "a@example.org",
                    "ups.status",
                    "walnut.virtual",
                    "10.0.0.0/8",
                    "2m30s",
                    "ARM",
                    "en",
                    "abc-def-12",
                    "vm:1",
                    "rack1@default",
                    "RUN LIVE",
                    "UTC",
                    "03:30");

    /** Each has broken some server. */
    static final List<String> HOSTILE =
            List.of(
                    "",
                    " ",
                    "\u0000",
                    "\u001b[31m",
                    "\u007f",
                    "\ufeff",
                    "\ud800",
                    "\u202egnp",
                    "null",
                    "undefined",
                    "NaN",
                    "-1",
                    "0",
                    "9223372036854775808",
                    "1e400",
                    "0x1f",
                    "..",
                    "../../etc/passwd",
                    "%2e%2e%2f",
                    "C:\\x",
                    "a/b",
                    "a\\b",
                    "a;b",
                    "a,b",
                    "' OR 1=1 --",
                    "\"; DROP TABLE users; --",
                    "1); DELETE FROM events; --",
                    "%",
                    "_",
                    "*",
                    "?",
                    "[",
                    "(?i)((a+)+)+$",
                    "{{env:WALNUT_DB_KEY}}",
                    "${env:HOME}",
                    "${sysenv.HOME}",
                    "#{1+1}",
                    "RAW(x)",
                    "resource:file:/etc/passwd",
                    "bean:x",
                    "direct:session-login",
                    "<script>alert(1)</script>",
                    "<!DOCTYPE x>",
                    "=cmd|' /C",
                    "\r\nSet-Cookie: a=b",
                    "http://169.254.169.254/",
                    "file:///etc/passwd",
                    "x".repeat(300),
                    "x".repeat(5000),
                    "é".repeat(130),
                    "0001-01-01T00:00:00Z",
                    "+999999999-12-31T23:59:59Z",
                    "-999999999-01-01T00:00:00Z",
                    "2026-02-30T00:00:00Z",
                    "2026-01-01T00:00:00",
                    "PT1S",
                    "99999999d",
                    "00000000-0000-0000-0000-000000000000",
                    "1-1-1-1-1");

    private final JsonNode document;
    private final Random random;
    private final Map<String, List<String>> known;

    /**
     * @param known values that exist, by the name of the parameter or member
     */
    SchemaValues(JsonNode document, Random random, Map<String, List<String>> known) {
        this.document = document;
        this.random = random;
        this.known = known;
    }

    JsonNode resolve(JsonNode node) {
        JsonNode ref = node.path("$ref");
        return ref.isMissingNode() ? node : resolve(document.at(ref.asText().substring(1)));
    }

    <T> T one(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** A value that the schema allows, as far as its keywords are understood here. */
    JsonNode valid(String name, JsonNode written, int depth) {
        JsonNode schema = resolve(written);
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.has("enum")) {
            return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
        }
        for (String choice : List.of("oneOf", "anyOf")) {
            if (schema.has(choice)) {
                JsonNode options = schema.get(choice);
                return valid(name, options.get(random.nextInt(options.size())), depth + 1);
            }
        }
        return switch (type(schema)) {
            case "integer" -> NODES.numberNode(whole(schema));
            case "number" -> NODES.numberNode(whole(schema) + (chance(0.3) ? 0.5 : 0));
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "array" -> array(name, schema, depth);
            case "object" -> object(schema, depth);
            case "null" -> NODES.nullNode();
            default -> NODES.textNode(text(name, schema));
        };
    }

    private String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            return type.get(random.nextInt(type.size())).asText();
        }
        return type.isMissingNode() && schema.has("properties") ? "object" : type.asText("string");
    }

    private long whole(JsonNode schema) {
        long least = schema.path("minimum").asLong(-3);
        long most = schema.path("maximum").asLong(least + 1000);
        return switch (random.nextInt(4)) {
            case 0 -> least;
            case 1 -> most;
            default -> least + (long) (random.nextDouble() * (most - least));
        };
    }

    String text(String name, JsonNode schema) {
        if (known.containsKey(name) && chance(0.7)) {
            return one(known.get(name));
        }
        switch (schema.path("format").asText()) {
            case "uuid":
                return new UUID(random.nextLong(), random.nextLong()).toString();
            case "date-time":
                return Instant.now().plusSeconds(random.nextInt(200_000) - 100_000L).toString();
            default:
                break;
        }
        if (schema.has("pattern")) {
            String pattern = schema.get("pattern").asText();
            return WORDS.stream().filter(word -> word.matches(pattern)).findAny().orElse("lab");
        }
        int least = schema.path("minLength").asInt(0);
        int most = Math.min(schema.path("maxLength").asInt(40), 5000);
        String text = chance(0.2) ? "ä".repeat(most) : one(WORDS);
        return text.length() < least ? text + "x".repeat(least - text.length()) : text;
    }

    private ArrayNode array(String name, JsonNode schema, int depth) {
        ArrayNode array = NODES.arrayNode();
        int most = Math.min(schema.path("maxItems").asInt(3), 3);
        int size = Math.max(schema.path("minItems").asInt(0), random.nextInt(most + 1));
        for (int i = 0; i < size && depth < 6; i++) {
            array.add(valid(name, schema.path("items"), depth + 1));
        }
        return array;
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = NODES.objectNode();
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(member -> required.add(member.asText()));
        schema.path("properties")
                .properties()
                .forEach(
                        member -> {
                            if (required.contains(member.getKey()) || depth < 5 && chance(0.5)) {
                                object.set(
                                        member.getKey(),
                                        valid(member.getKey(), member.getValue(), depth + 1));
                            }
                        });
        if (schema.path("additionalProperties").isObject() && chance(0.5)) {
            object.set(one(WORDS), valid("", schema.get("additionalProperties"), depth + 1));
        }
        return object;
    }

    /** Anything. */
    JsonNode hostile() {
        return switch (random.nextInt(9)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextLong());
            case 3 -> NODES.numberNode(-0.5e300);
            case 4 -> NODES.objectNode().put(one(HOSTILE), one(HOSTILE));
            case 5 -> NODES.arrayNode().add(one(HOSTILE)).add(1).add(NODES.nullNode());
            case 6 -> deep(random.nextInt(60));
            default -> NODES.textNode(one(HOSTILE));
        };
    }

    private static JsonNode deep(int levels) {
        JsonNode node = NODES.numberNode(1);
        for (int i = 0; i < levels; i++) {
            node = NODES.arrayNode().add(node);
        }
        return node;
    }

    /** The same with something in it spoilt. */
    JsonNode spoilt(JsonNode value) {
        if (value.isObject() && !value.isEmpty() && chance(0.9)) {
            ObjectNode object = value.deepCopy();
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = one(names);
            switch (random.nextInt(4)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(one(HOSTILE), hostile());
                default -> object.set(name, spoilt(object.get(name)));
            }
            return object;
        }
        if (value.isArray() && !value.isEmpty() && chance(0.7)) {
            ArrayNode array = value.deepCopy();
            int at = random.nextInt(array.size());
            array.set(at, spoilt(array.get(at)));
            return array;
        }
        return hostile();
    }
}
