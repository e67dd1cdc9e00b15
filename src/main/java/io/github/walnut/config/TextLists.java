package io.github.walnut.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;

/** Lists of texts as variables hold them: a JSON array, or texts with commas between. */
final class TextLists {

    private TextLists() {}

    static List<String> read(String text) throws Misfit {
        String trimmed = text.trim();
        if (!trimmed.startsWith("[")) {
            return Arrays.stream(trimmed.split(",")).map(String::trim).toList();
        }
        try {
            return new ObjectMapper().readValue(trimmed, new TypeReference<List<String>>() {});
        } catch (JsonProcessingException e) {
            throw Misfit.type("a JSON array of texts");
        }
    }
}
