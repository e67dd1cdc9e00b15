package io.github.walnut.publish;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;

/**
 * How values look in every JSON that leaves the program: times in RFC 3339 UTC with milliseconds.
 */
public final class Json {

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final ObjectMapper mapper =
            new ObjectMapper()
                    .registerModule(
                            new SimpleModule().addSerializer(Instant.class, new InstantWriter()));

    public ObjectNode object() {
        return mapper.createObjectNode();
    }

    /** Any value of the domain's open maps: text, numbers, booleans, lists, maps, times, null. */
    public JsonNode tree(Object value) {
        return mapper.valueToTree(value);
    }

    /** A tree as values: text, numbers, booleans, lists, maps, null. */
    public Object value(JsonNode node) {
        return mapper.convertValue(node, Object.class);
    }

    public <T> ArrayNode array(Collection<T> items, Function<T, ? extends JsonNode> writer) {
        ArrayNode array = mapper.createArrayNode();
        items.forEach(item -> array.add(writer.apply(item)));
        return array;
    }

    public ArrayNode texts(Collection<String> items) {
        ArrayNode array = mapper.createArrayNode();
        items.forEach(array::add);
        return array;
    }

    public String write(JsonNode node) {
        try {
            return mapper.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree cannot be written", e);
        }
    }

    /** Null stays null. */
    public static String at(Instant instant) {
        return instant == null ? null : MILLIS.format(instant);
    }

    /** Null stays null. */
    public static String id(UUID id) {
        return id == null ? null : id.toString();
    }

    private static final class InstantWriter extends StdSerializer<Instant> {
        private static final long serialVersionUID = 1;

        InstantWriter() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            out.writeString(at(value));
        }
    }
}
