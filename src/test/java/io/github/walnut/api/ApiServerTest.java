package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.security.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ApiServerTest {

    private static RunningApi api;
    private static String viewer;
    private static String admin;

    @BeforeAll
    static void start() throws Exception {
        api = new RunningApi();
        api.ups.add("rack@lab", api.clock.instant().minus(Duration.ofSeconds(1)), "OL");
        api.ups.add("rack@attic", api.clock.instant().minus(Duration.ofSeconds(1)), "OB");
        api.ups.add("desk@lab", api.clock.instant().minus(Duration.ofSeconds(1)), "OL");
        viewer = api.token(Role.VIEWER);
        admin = api.token(Role.ADMIN);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    @Requirement({"API-3"})
    void lists_ups_with_unknown_values_as_null() {
        HttpResponse<String> answer = api.get("/api/ups", viewer);

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode rack = api.json(answer).at("/items/2");
        assertThat(rack.get("id").asText()).isEqualTo("rack@lab");
        assertThat(rack.get("battery_percent").asInt()).isEqualTo(82);
        assertThat(rack.has("temperature_c")).isTrue();
        assertThat(rack.get("temperature_c").isNull()).isTrue();
        assertThat(rack.get("last_seen_at").asText()).isEqualTo("2026-05-02T07:59:59.000Z");
    }

    @Test
    void reads_percent_encoded_ids_once_and_bare_names_while_unique() {
        assertThat(api.json(api.get("/api/ups/rack%40lab", viewer)).get("state").asText())
                .isEqualTo("on_mains");
        assertThat(api.json(api.get("/api/ups/desk", viewer)).get("id").asText())
                .isEqualTo("desk@lab");
        assertThat(api.code(api.get("/api/ups/rack", viewer))).isEqualTo("ambiguous_ups");
        assertThat(api.get("/api/ups/rack%2540lab", viewer).statusCode()).isEqualTo(404);
    }

    @Test
    @Requirement({"API-7"})
    void pages_go_on_where_they_ended_and_refuse_foreign_cursors() {
        JsonNode first = api.json(api.get("/api/ups?limit=2", viewer));
        String cursor = first.get("next_cursor").asText();
        JsonNode second = api.json(api.get("/api/ups?limit=2&cursor=" + cursor, viewer));

        assertThat(first.get("items")).hasSize(2);
        assertThat(second.at("/items/0/id").asText()).isEqualTo("rack@lab");
        assertThat(second.get("next_cursor").isNull()).isTrue();
        assertThat(api.code(api.get("/api/hosts?cursor=" + cursor, viewer)))
                .isEqualTo("invalid_cursor");
        assertThat(api.code(api.get("/api/ups?limit=0", viewer))).isEqualTo("invalid_parameter");
        assertThat(api.code(api.get("/api/ups?limit=abc", viewer))).isEqualTo("invalid_parameter");
        assertThat(api.code(api.get("/api/events?from=%2B99999-01-01T00:00:00Z", viewer)))
                .isEqualTo("invalid_parameter");
    }

    @Test
    @Requirement({"API-5"})
    void every_refusal_is_a_problem_document() {
        HttpResponse<String> answer = api.get("/api/events/not-an-id", viewer);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("content-type"))
                .hasValue("application/problem+json");
        JsonNode problem = api.json(answer);
        assertThat(problem.get("type").asText()).isEqualTo("urn:walnut:problem:not_found");
        assertThat(problem.get("instance").asText()).isEqualTo("/api/events/not-an-id");
        assertThat(problem.get("trace_id").asText()).hasSize(16);
    }

    @Test
    @Requirement({"API-6"})
    void unknown_paths_are_404_and_known_ones_401_or_405() {
        assertThat(api.send(api.request("/api/nothing")).statusCode()).isEqualTo(404);
        assertThat(api.get("/api/nothing", viewer).statusCode()).isEqualTo(404);
        HttpResponse<String> known = api.send(api.request("/api/ups"));
        assertThat(known.statusCode()).isEqualTo(401);
        assertThat(known.headers().firstValue("www-authenticate")).hasValue("Bearer");
        HttpResponse<String> method = api.send("PUT", "/api/ups", viewer, "{}");
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.headers().firstValue("allow")).hasValue("GET, HEAD");
    }

    /** As monitors of websites ask. */
    @Test
    @Requirement({"API-6", "SEC-20"})
    void head_is_answered_as_get_without_the_body() {
        HttpResponse<String> health = head("/health", null);
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.headers().firstValue("content-type").orElseThrow())
                .startsWith("application/json");
        assertThat(head("/api/ups", viewer).statusCode()).isEqualTo(200);
        assertThat(head("/api/ups", null).statusCode()).isEqualTo(401);
        assertThat(head("/api/audit", viewer).statusCode()).isEqualTo(403);
        assertThat(head("/api/nothing", viewer).statusCode()).isEqualTo(404);
        assertThat(head("/api/system/arm", viewer).statusCode()).isEqualTo(405);
        assertThat(api.get("/api/ups", viewer).body()).contains("items");
    }

    private static HttpResponse<String> head(String path, String token) {
        HttpRequest.Builder request = api.request(path).method("HEAD", BodyPublishers.noBody());
        HttpResponse<String> answer =
                api.send(
                        token == null
                                ? request
                                : request.header("Authorization", "Bearer " + token));
        assertThat(answer.body()).isEmpty();
        return answer;
    }

    @Test
    @Requirement({"API-11"})
    void bodies_over_a_mebibyte_are_refused() {
        String large = "{\"name\":\"" + "x".repeat(1 << 20) + "\"}";

        HttpResponse<String> answer = api.send("POST", "/api/policies/validate", viewer, large);

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(api.code(answer)).isEqualTo("too_large");
    }

    @Test
    void bodies_are_read_strictly() {
        assertThat(send("{\"a\":")).isEqualTo("malformed_json");
        assertThat(send("{\"reason\":\"abc\",\"reason\":\"abd\",\"confirm\":\"ARM\"}"))
                .isEqualTo("malformed_json");
        assertThat(send("[".repeat(40) + "]".repeat(40))).isEqualTo("malformed_json");
        assertThat(send("{\"reason\":\"abc\",\"confirm\":\"ARM\",\"more\":1}"))
                .isEqualTo("invalid_request");
        assertThat(send("{\"reason\":\"a\\u0000c\",\"confirm\":\"ARM\"}"))
                .isEqualTo("invalid_request");
        assertThat(send("{\"reason\":\"abc\",\"confirm\":\"arm\"}")).isEqualTo("confirm_required");
        assertThat(api.system.state().armed()).isFalse();
    }

    private static String send(String body) {
        return api.code(api.send("POST", "/api/system/arm", admin, body));
    }

    @Test
    void other_media_types_are_refused() {
        HttpResponse<String> answer =
                api.send(
                        api.request("/api/system/arm")
                                .header("Authorization", "Bearer " + admin)
                                .header("Content-Type", "text/plain")
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("x")));

        assertThat(answer.statusCode()).isEqualTo(415);
    }

    @Test
    @Requirement({"API-12"})
    void request_ids_are_kept_when_they_are_well_formed() {
        HttpResponse<String> kept =
                api.send(api.request("/health").header("X-Request-Id", "abc-12345"));
        HttpResponse<String> replaced =
                api.send(api.request("/health").header("X-Request-Id", "a b c d e f g"));

        assertThat(kept.headers().firstValue("x-request-id")).hasValue("abc-12345");
        assertThat(replaced.headers().firstValue("x-request-id").orElseThrow()).hasSize(36);
        assertThat(api.get("/api/ups", viewer).headers().firstValue("x-walnut-build"))
                .hasValue("build-1");
        assertThat(kept.headers().firstValue("x-walnut-build")).isEmpty();
    }

    @Test
    @Requirement({"API-14"})
    void published_aliases_reach_the_same_operation() {
        assertThat(api.json(api.get("/api/me", viewer)).get("role").asText()).isEqualTo("viewer");
        assertThat(api.json(api.send(api.request("/api/health"))).get("service").asText())
                .isEqualTo("walnut");
        assertThat(api.get("/api/policy-runs?limit=5", viewer).statusCode()).isEqualTo(200);
        assertThat(api.get("/api/integrations/instances", viewer).statusCode()).isEqualTo(200);
    }

    @Test
    @Requirement({"API-2"})
    void the_contract_is_served_to_everybody() {
        HttpResponse<String> yaml = api.send(api.request("/api/openapi.yaml"));

        assertThat(yaml.body()).contains("openapi: 3.1.0");
        assertThat(api.json(api.send(api.request("/openapi.json"))).at("/info/title").asText())
                .isEqualTo("walNUT");
    }
}
