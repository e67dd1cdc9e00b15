package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.security.Role;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Looking at the routes of the program, which here are those of the API and three more. */
class RouteOperationsTest {

    private static final String MORE =
            """
            - route:
                id: probe-optional
                group: optional
                description: Logs into a system with user and password
                from:
                  uri: "timer:probe?period=3600000&delay=3600000"
                  steps:
                    - split:
                        constant: "a,b"
                        steps:
                          - to: "mock:x?password=hidden-5511"
                    - to: direct:probe-fails
            - route:
                id: probe-off
                group: optional
                autoStartup: "false"
                from:
                  uri: "timer:off"
                  steps:
                    - to: mock:x
            - route:
                id: probe-fails
                from:
                  uri: "direct:probe-fails"
                  steps:
                    - throwException:
                        message: "no way to ftp://host?password=hidden-5511"
                        exceptionType: java.lang.IllegalStateException
            """;

    private static RunningApi api;
    private static ContractReader contract;
    private static String viewer;
    private static String admin;

    @BeforeAll
    static void start() throws Exception {
        api = new RunningApi();
        contract = new ContractReader(Files.readString(Path.of("src/main/resources/openapi.yaml")));
        viewer = api.token(Role.VIEWER);
        admin = api.token(Role.ADMIN);
        PluginHelper.getRoutesLoader(api.camel)
                .loadRoutes(ResourceHelper.fromString("more.camel.yaml", MORE));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static JsonNode valid(HttpResponse<String> answer, String schema) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("hidden-5511");
        JsonNode node = api.json(answer);
        assertThat(contract.schema(schema).validate(node)).as(schema).isEmpty();
        return node;
    }

    private static JsonNode route(String id) {
        JsonNode page = valid(api.get("/api/routes?limit=200", viewer), "RoutePage");
        for (JsonNode item : page.path("items")) {
            if (item.path("id").asText().equals(id)) {
                return item;
            }
        }
        throw new AssertionError("no route " + id + " in " + page);
    }

    @Test
    void counts_what_passes_a_route_and_each_of_its_steps() {
        long before = route("me-get").path("exchanges_total").asLong();

        assertThat(api.get("/auth/users/me", viewer).statusCode()).isEqualTo(200);

        JsonNode stats = valid(api.get("/api/routes/me-get/stats", viewer), "RouteStats");
        assertThat(stats.path("exchanges_total").asLong()).isEqualTo(before + 1);
        assertThat(stats.path("mean_ms").asDouble()).isPositive();
        assertThat(stats.at("/nodes/0/exchanges_total").asLong()).isEqualTo(before + 1);
        assertThat(stats.at("/nodes/0/type").asText()).isEqualTo("process");
        assertThat(route("me-get").path("editable").asBoolean()).isFalse();
        assertThat(route("me-get").path("uptime_seconds").isNumber()).isTrue();
    }

    @Test
    void a_failure_is_counted_where_it_happened_and_told_without_passwords() {
        try (var producer = api.camel.createProducerTemplate()) {
            producer.send("direct:probe-fails", exchange -> {});
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }

        JsonNode stats = valid(api.get("/api/routes/probe-fails/stats", viewer), "RouteStats");
        assertThat(stats.path("failed_total").asLong()).isEqualTo(1);
        assertThat(stats.at("/last_failure/message").asText())
                .startsWith("IllegalStateException: no way to ftp://host");
        assertThat(stats.at("/nodes/0/failed_total").asLong()).isEqualTo(1);
    }

    @Test
    void shows_steps_inside_of_steps() {
        JsonNode detail = valid(api.get("/api/routes/probe-optional", viewer), "RouteDetail");

        List<String> types = detail.path("nodes").findValuesAsText("type");
        assertThat(types).containsExactly("split", "to", "to");
        assertThat(detail.at("/nodes/1/parent").asText())
                .isEqualTo(detail.at("/nodes/0/id").asText());
        assertThat(detail.at("/nodes/2/parent").isNull()).isTrue();
        assertThat(detail.at("/nodes/1/label").asText()).contains("mock:x");
    }

    @Test
    void shows_the_text_of_the_file() {
        JsonNode detail = valid(api.get("/api/routes/me-get", viewer), "RouteDetail");

        assertThat(detail.path("yaml").asText()).contains("direct:me-get", "ref: api-me-get");
    }

    @Test
    void stops_and_starts_what_is_marked_optional() {
        JsonNode stopped =
                valid(api.send("POST", "/api/routes/probe-optional/stop", admin, ""), "Route");
        assertThat(stopped.path("status").asText()).isEqualTo("stopped");
        assertThat(stopped.path("uptime_seconds").isNull()).isTrue();

        JsonNode started =
                valid(api.send("POST", "/api/routes/probe-optional/start", admin, ""), "Route");
        assertThat(started.path("status").asText()).isEqualTo("started");
    }

    @Test
    void refuses_to_stop_the_core_and_to_start_what_the_configuration_keeps_off() {
        for (String path : List.of("/api/routes/me-get/stop", "/api/routes/me-get/start")) {
            HttpResponse<String> refused = api.send("POST", path, admin, "");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(api.code(refused)).isEqualTo("forbidden");
        }
        assertThat(api.code(api.send("POST", "/api/routes/probe-off/start", admin, "")))
                .isEqualTo("conflict");
        assertThat(api.code(api.send("POST", "/api/routes/nothing/start", admin, "")))
                .isEqualTo("not_found");
        assertThat(api.code(api.get("/api/routes/nothing", viewer))).isEqualTo("not_found");
    }
}
