package io.github.walnut.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.ConfigurationException;
import io.github.walnut.config.Setting;
import java.util.List;

/** Settings that are JSON arrays of text. */
final class JsonTexts {

    private JsonTexts() {}

    static List<String> list(Setting setting, Configuration configuration) {
        String text = configuration.text(setting);
        try {
            return new ObjectMapper().readValue(text, new TypeReference<List<String>>() {});
        } catch (JsonProcessingException e) {
            throw new ConfigurationException(
                    List.of(
                            setting.variable()
                                    + ": expected a JSON array of texts, got '"
                                    + text
                                    + "'"));
        }
    }
}
