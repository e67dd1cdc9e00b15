package io.github.walnut.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.Map;

/** Values as {@code --set KEY=VALUE} and {@code --secret KEY=@FILE} give them. */
final class GivenValues {

    private GivenValues() {}

    /**
     * @param values null when none was given
     */
    static void set(ObjectNode object, Map<String, String> values) {
        if (values != null) {
            values.forEach((key, value) -> object.set(key, json(value)));
        }
    }

    /**
     * @param values names of files behind {@code @}; null when none was given
     */
    static void setSecrets(ObjectNode object, Map<String, String> values) {
        if (values != null) {
            values.forEach((key, value) -> object.put(key, secret(key, value)));
        }
    }

    /** The JSON value that the text is, else the text. */
    static JsonNode json(String text) {
        try {
            JsonNode value = Output.JSON.readTree(text);
            return value == null || value.isMissingNode() ? TextNode.valueOf(text) : value;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    private static String secret(String key, String value) {
        if (!value.startsWith("@")) {
            throw new CliException(
                    CliException.USAGE,
                    "--secret "
                            + key
                            + ": expected @FILE, so that it is not seen on the command line");
        }
        String text = TextFiles.read(Path.of(value.substring(1)));
        return text.startsWith("-----BEGIN") ? text + "\n" : text;
    }
}
