package io.github.walnut.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The JSON of columns: domain records by their component names, times as ISO 8601. */
final class Json {

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    /** Additions of a later version are passed over, so that the older program still reads. */
    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .build();

    private Json() {}

    /** Null stays null; most lists and objects are empty, and those cost nothing. */
    static String write(Object value) {
        if (value instanceof Collection<?> list && list.isEmpty()) {
            return "[]";
        }
        if (value instanceof Map<?, ?> object && object.isEmpty()) {
            return "{}";
        }
        try {
            return value == null ? null : MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "no JSON for a " + value.getClass().getName() + ": " + e.getOriginalMessage(),
                    e);
        }
    }

    static <T> T read(String json, Class<T> type) {
        return json == null ? null : read(json, mapper -> mapper.readValue(json, type));
    }

    static <T> T read(String json, TypeReference<T> type) {
        return json == null ? null : read(json, mapper -> mapper.readValue(json, type));
    }

    /** Most lists in rows are empty, and those cost nothing. */
    static <T> List<T> list(String json, Class<T> item) {
        return json == null || json.equals("[]")
                ? List.of()
                : read(
                        json,
                        mapper ->
                                mapper.readValue(
                                        json,
                                        mapper.getTypeFactory()
                                                .constructCollectionType(List.class, item)));
    }

    static Map<String, Object> object(String json) {
        return json == null ? Map.of() : read(json, mapper -> mapper.readValue(json, OBJECT));
    }

    static Map<String, String> texts(String json) {
        return json == null ? Map.of() : read(json, mapper -> mapper.readValue(json, TEXTS));
    }

    @FunctionalInterface
    private interface Reading<T> {
        T with(ObjectMapper mapper) throws JsonProcessingException;
    }

    private static <T> T read(String json, Reading<T> reading) {
        try {
            return reading.with(MAPPER);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "stored JSON does not read: " + e.getOriginalMessage(), e);
        }
    }
}
