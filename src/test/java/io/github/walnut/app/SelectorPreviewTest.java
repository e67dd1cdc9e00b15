package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Selectors tried out on the inventory of a whole server. */
class SelectorPreviewTest {

    @TempDir private Path folder;

    @Test
    void a_selector_of_either_format_shows_what_it_means_now_and_what_is_missing()
            throws Exception {
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            walnut.virtualHost("lab", List.of("web-1", "web-2", "db"));
            JsonNode query = preview(walnut, "{\"query\":\"name ~ \\\"web-*\\\"\"}");
            assertThat(query.path("targets").findValuesAsText("name"))
                    .containsExactly("web-1", "web-2");
            assertThat(query.path("stale").asBoolean()).isFalse();
            JsonNode list = preview(walnut, "{\"mode\":\"list\",\"value\":\"db, mail\"}");
            assertThat(list.path("targets").findValuesAsText("name")).containsExactly("db");
            assertThat(list.at("/missing/0").asText()).isEqualTo("mail");
            assertThat(list.at("/findings/0/code").asText()).isEqualTo("target_not_found");
            assertThat(list.at("/findings/0/severity").asText()).isEqualTo("warn");
            JsonNode twice = preview(walnut, "{\"mode\":\"list\",\"value\":\"db, db\"}");
            assertThat(twice.at("/findings/0/severity").asText()).isEqualTo("info");
            JsonNode bad = preview(walnut, "{\"query\":\"name ~~ x\"}");
            assertThat(bad.path("targets")).isEmpty();
            assertThat(bad.at("/findings/0/code").asText()).isEqualTo("bad_selector");
            assertThat(
                            walnut.post(
                                            "api/selectors/preview",
                                            "{\"host_id\":\"attic\",\"target_type\":\"vm\",\"selector\":{}}")
                                    .status())
                    .isEqualTo(404);
        }
    }

    private static JsonNode preview(HomeServer walnut, String selector) {
        return done(
                walnut.post(
                        "api/selectors/preview",
                        "{\"host_id\":\"lab\",\"target_type\":\"vm\",\"selector\":"
                                + selector
                                + "}"));
    }
}
