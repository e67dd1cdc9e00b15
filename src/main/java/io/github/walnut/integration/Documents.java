package io.github.walnut.integration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;

/** Reads JSON and YAML. In YAML only true and false are booleans: on, off, yes, no are text. */
final class Documents {

    private static final int LARGEST = 256 * 1024;
    private static final int MOST_ALIASES = 50;

    private final ObjectMapper json =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private final ObjectMapper yaml = new ObjectMapper(yamlFactory());

    JsonNode yaml(String text) throws PackageException {
        if (text.length() > LARGEST) {
            throw new PackageException(
                    "manifest_unreadable", "has more than " + LARGEST + " characters");
        }
        try {
            return yaml.readTree(text);
        } catch (JsonProcessingException unreadable) {
            throw new PackageException("manifest_unreadable", unreadable.getOriginalMessage());
        } catch (IllegalArgumentException noCharacter) {
            // SnakeYAML, for an escape that is cut off or no character
            throw new PackageException(
                    "manifest_unreadable", "has an escape that stands for no character");
        }
    }

    JsonNode json(String text) throws JsonProcessingException {
        return json.readTree(text);
    }

    /** A document that belongs to the program. */
    JsonNode resource(String name) {
        try (InputStream stream = Documents.class.getResourceAsStream(name)) {
            return (name.endsWith(".yaml") ? yaml : json).readTree(stream);
        } catch (IOException damaged) {
            throw new IllegalStateException("cannot read " + name, damaged);
        }
    }

    JsonNode tree(Object value) {
        return json.valueToTree(value);
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> map(JsonNode node) {
        return json.convertValue(node, Map.class);
    }

    Object plain(JsonNode node) {
        return json.convertValue(node, Object.class);
    }

    /** The items of an array as text; none of anything else. */
    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return List.copyOf(texts);
    }

    private static YAMLFactory yamlFactory() {
        LoaderOptions limits = new LoaderOptions();
        limits.setMaxAliasesForCollections(MOST_ALIASES);
        limits.setCodePointLimit(LARGEST);
        limits.setAllowDuplicateKeys(false);
        return YAMLFactory.builder()
                .loaderOptions(limits)
                .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                .build();
    }
}
