package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContractOutlineTest {

    private String yaml;
    private ContractReader reader;
    private String text;
    private JsonNode outline;

    @BeforeEach
    void read() throws IOException {
        yaml = Files.readString(Path.of("src/main/resources/openapi.yaml"));
        reader = new ContractReader(yaml);
        text = ContractOutline.of(reader.document());
        outline = new ObjectMapper().readTree(text);
    }

    @Test
    @Requirement("API-1")
    void has_every_operation_under_its_method_and_path() {
        List<String> kept = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : outline.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                kept.add(
                        method.getKey().toUpperCase(Locale.ROOT)
                                + " "
                                + path.getKey()
                                + " "
                                + method.getValue().get("operationId").asText());
            }
        }

        assertThat(kept)
                .containsExactlyInAnyOrderElementsOf(
                        reader.contract().operations().stream()
                                .map(one -> one.method() + " " + one.path().text() + " " + one.id())
                                .toList());
    }

    @Test
    void keeps_defaults_and_media_types() {
        JsonNode list = outline.at("/paths/~1api~1events/get");
        JsonNode limit = null;
        for (JsonNode parameter : list.get("parameters")) {
            limit = parameter.get("name").asText().equals("limit") ? parameter : limit;
        }

        assertThat(limit.at("/schema/default").asInt()).isEqualTo(50);
        assertThat(limit.at("/schema/type").asText()).isEqualTo("integer");
        assertThat(outline.at("/paths/~1auth~1jwt~1login/post/requestBody/content").fieldNames())
                .toIterable()
                .containsExactly("application/x-www-form-urlencoded", "application/json");
        assertThat(outline.at("/paths/~1auth~1jwt~1login/post/responses/default/content"))
                .isNotEmpty();
    }

    @Test
    @Requirement("OPS-90")
    void leaves_out_what_takes_the_room() {
        assertThat(outline.has("components")).isFalse();
        assertThat(text).doesNotContain("$ref").hasSizeLessThan(yaml.length() / 2);
    }
}
