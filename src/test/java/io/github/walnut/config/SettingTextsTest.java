package io.github.walnut.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The console shows every stored setting by a name and a hint. */
class SettingTextsTest {

    private static final JsonNode TEXTS = texts();

    private static JsonNode texts() {
        try {
            return new JsonMapper().readTree(new File("frontend/src/locales/en/settings.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void has_a_name_and_a_hint(StoredSetting setting) {
        String group = setting.group().word();
        assertThat(TEXTS.at("/section/" + group).asText()).isNotEmpty();
        JsonNode text = TEXTS.at("/key/" + group + "/" + setting.key().replace('.', '/'));
        assertThat(text.path("label").asText()).as(group + "." + setting.key()).isNotEmpty();
        assertThat(text.path("hint").asText()).isNotEmpty();
    }
}
