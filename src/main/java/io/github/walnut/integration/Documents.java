package io.github.walnut.integration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;

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
            refuseTagsAndManyAliases(text);
            return yaml.readTree(text);
        } catch (JsonProcessingException unreadable) {
            throw new PackageException("manifest_unreadable", unreadable.getOriginalMessage());
        } catch (YAMLException unreadable) {
            throw new PackageException("manifest_unreadable", firstLine(unreadable.getMessage()));
        } catch (IllegalArgumentException noCharacter) {
            // SnakeYAML, for an escape that is cut off or no character
            throw new PackageException(
                    "manifest_unreadable", "has an escape that stands for no character");
        }
    }

    private static String firstLine(String message) {
        return message == null ? "is no YAML" : message.lines().findFirst().orElse("is no YAML");
    }

    /** Tags make objects of text, and aliases much of little; Jackson looks at neither. */
    private static void refuseTagsAndManyAliases(String text) throws PackageException {
        int aliases = 0;
        for (Event event : new Yaml(limits()).parse(new StringReader(text))) {
            aliases += event instanceof AliasEvent ? 1 : 0;
            String tag =
                    event instanceof ScalarEvent scalar
                            ? scalar.getTag()
                            : event instanceof CollectionStartEvent start ? start.getTag() : null;
            if (tag != null) {
                throw new PackageException("manifest_unreadable", "has a tag");
            }
        }
        if (aliases > MOST_ALIASES) {
            throw new PackageException(
                    "manifest_unreadable", "has more than " + MOST_ALIASES + " aliases");
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

    private static LoaderOptions limits() {
        LoaderOptions limits = new LoaderOptions();
        limits.setMaxAliasesForCollections(MOST_ALIASES);
        limits.setCodePointLimit(LARGEST);
        limits.setAllowDuplicateKeys(false);
        return limits;
    }

    private static YAMLFactory yamlFactory() {
        return YAMLFactory.builder()
                .loaderOptions(limits())
                .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                .build();
    }
}
