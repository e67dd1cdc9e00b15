package io.github.walnut.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A policy document as somebody hands it in, to the last byte: from a file, or from standard input.
 */
record PolicyFile(String text, String mediaType) {

    private static final String JSON = "application/json";
    private static final String YAML = "application/yaml";

    static PolicyFile read(Path file) {
        if (!file.toString().equals("-")) {
            boolean json = file.toString().endsWith(".json");
            return new PolicyFile(TextFiles.content(file), json ? JSON : YAML);
        }
        try {
            String text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
            return new PolicyFile(text, text.stripLeading().startsWith("{") ? JSON : YAML);
        } catch (IOException e) {
            throw new UncheckedIOException("standard input cannot be read", e);
        }
    }

    /** A document for people to edit. */
    static String yaml(JsonNode document) {
        YAMLMapper yaml =
                YAMLMapper.builder()
                        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                        .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                        .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                        .build();
        try {
            return yaml.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree that cannot be written", e);
        }
    }

    /**
     * @param stored as the API shows it: an object, or the text of YAML
     */
    boolean sameAs(JsonNode stored) {
        if (stored.isTextual()) {
            return mediaType.equals(YAML) && stored.asText().equals(text);
        }
        try {
            return mediaType.equals(JSON) && Output.JSON.readTree(text).equals(stored);
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
