package io.github.walnut;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every route file keeps to: an id and a description each, and nothing from the wire inside an
 * address.
 */
class RouteLintTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Set<String> FORBIDDEN_STEPS =
            Set.of("script", "groovy", "recipientList", "dynamicRouter");

    private static List<Path> files(String folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }

    private static List<JsonNode> routes() throws IOException {
        List<JsonNode> routes = new ArrayList<>();
        for (Path file : files("routes", ".camel.yaml")) {
            for (JsonNode item : YAML.readTree(Files.readString(file))) {
                if (item.has("route")) {
                    routes.add(item.get("route"));
                }
            }
        }
        return routes;
    }

    @Test
    void every_route_has_an_id_and_a_description() throws IOException {
        List<JsonNode> routes = routes();
        assertThat(routes).isNotEmpty();
        assertThat(routes)
                .allSatisfy(
                        route -> {
                            assertThat(route.path("id").asText())
                                    .as(route.toString())
                                    .matches("[a-z][A-Za-z0-9]*(-[a-z0-9]+)*");
                            assertThat(route.path("description").asText())
                                    .as(route.path("id").asText())
                                    .hasSizeGreaterThanOrEqualTo(8);
                        });
        assertThat(routes.stream().map(route -> route.path("id").asText())).doesNotHaveDuplicates();
    }

    @Test
    void a_route_that_a_direct_endpoint_starts_has_its_name() throws IOException {
        assertThat(routes())
                .allSatisfy(
                        route -> {
                            String from = route.at("/from/uri").asText();
                            if (from.startsWith("direct:") || from.startsWith("seda:")) {
                                assertThat(
                                                from.replaceFirst("^(direct|seda):", "")
                                                        .replaceFirst("\\?.*", ""))
                                        .isEqualTo(route.path("id").asText());
                            }
                        });
    }

    @Test
    @Requirement({"SEC-51", "SEC-57"})
    void no_step_builds_an_address_from_a_message() throws IOException {
        for (String folder : List.of("routes", "kamelets")) {
            for (Path file : files(folder, ".yaml")) {
                inspect(file, YAML.readTree(Files.readString(file)));
            }
        }
    }

    private static void inspect(Path file, JsonNode node) {
        node.fields()
                .forEachRemaining(
                        field -> {
                            assertThat(FORBIDDEN_STEPS)
                                    .as(file + ": " + field.getKey())
                                    .doesNotContain(field.getKey());
                            assertThat(field.getKey())
                                    .as(file + ": an address must not come from a message")
                                    .isNotEqualTo("toD");
                            inspect(file, field.getValue());
                        });
        if (node.isArray()) {
            node.forEach(item -> inspect(file, item));
        }
    }
}
