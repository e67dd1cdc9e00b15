package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.security.Role;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What holds for every list and for everything with a version. */
class VersionsTest {

    private static RunningApi api;
    private static String admin;
    private static String path;

    @BeforeAll
    static void start() throws Exception {
        api = new RunningApi();
        admin = api.token(Role.ADMIN);
        for (String id : new String[] {"a@lab", "b@lab", "c@lab"}) {
            api.ups.add(id, api.clock.instant(), "OL");
        }
        String document = "{\"name\":\"Stage 1\",\"host\":\"pve\",\"enabled\":false}";
        JsonNode made = api.json(api.send("POST", "/api/policies", admin, document));
        path = "/api/policies/" + made.get("id").asText();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    @Requirement("API-7")
    void lists_tell_how_many_there_are_only_when_they_are_asked() {
        JsonNode counted = api.json(api.get("/api/ups?limit=2&count=true", admin));
        assertThat(counted.get("total").asInt()).isEqualTo(3);
        String cursor = counted.get("next_cursor").asText();
        JsonNode rest = api.json(api.get("/api/ups?limit=2&cursor=" + cursor, admin));
        assertThat(rest.has("total")).isFalse();
        assertThat(rest.at("/items/0/id").asText()).isEqualTo("c@lab");
    }

    /** Values that path parameters of lists have here. */
    private static String listPath(Operation operation) {
        return operation.path().text().replace("{id}", path.substring(path.lastIndexOf('/') + 1));
    }

    /** Their form is laid down otherwise, or they answer the parts of one thing. */
    private static final Set<String> NO_PAGES =
            Set.of(
                    "samples-list",
                    "topology-findings",
                    "ups-commands",
                    "ups-variables",
                    "ws-clients");

    /** The policy of these tests is no host and no route. */
    private static final Set<String> OF_OTHER_THINGS = Set.of("host-inventory", "route-versions");

    @Test
    @Requirement("API-7")
    void every_list_of_the_contract_has_pages_and_tells_its_total() throws IOException {
        ContractReader reader = contract();
        Set<String> without = new TreeSet<>();
        for (Operation operation : reader.contract().operations()) {
            JsonNode schema =
                    reader.document()
                            .path("paths")
                            .path(operation.path().text())
                            .path(operation.method().toLowerCase(Locale.ROOT))
                            .at("/responses/200/content/application~1json/schema");
            JsonNode properties =
                    reader.document()
                            .at(schema.path("$ref").asText("#/none").substring(1))
                            .path("properties");
            boolean pages =
                    List.of("limit", "cursor", "count").stream().allMatch(operation::asks)
                            && properties.has("next_cursor")
                            && properties.has("total");
            if (operation.method().equals("GET") && properties.has("items") && !pages) {
                without.add(operation.id());
            }
        }
        assertThat(without).containsExactlyInAnyOrderElementsOf(NO_PAGES);
    }

    @Test
    @Requirement("API-7")
    void what_lists_tell_as_their_total_is_told_when_it_is_asked_for() throws IOException {
        for (Operation operation : contract().contract().operations()) {
            String here = listPath(operation);
            if (operation.asks("count") && !OF_OTHER_THINGS.contains(operation.id())) {
                JsonNode counted = api.json(api.get(here + "?count=true", admin));
                assertThat(counted.path("total").isInt()).as(here + counted).isTrue();
                JsonNode plain = api.json(api.get(here, admin));
                assertThat(plain.has("items")).as(here).isTrue();
                assertThat(plain.has("total")).as(here).isFalse();
            }
        }
    }

    private static ContractReader contract() throws IOException {
        return new ContractReader(Files.readString(Path.of("src/main/resources/openapi.yaml")));
    }

    @Test
    @Requirement("API-7")
    void cursors_end_after_a_day() {
        String cursor = api.json(api.get("/api/ups?limit=2", admin)).get("next_cursor").asText();
        api.clock.advance(Duration.ofHours(24).plusSeconds(1));
        admin = api.token(Role.ADMIN);
        assertThat(api.code(api.get("/api/ups?limit=2&cursor=" + cursor, admin)))
                .isEqualTo("invalid_cursor");
    }

    @Test
    @Requirement({"API-8", "API-12"})
    void who_holds_the_version_is_told_so_without_the_content() {
        HttpResponse<String> first = api.get(path, admin);
        assertThat(first.headers().firstValue("ETag")).hasValue("\"1\"");
        assertThat(first.headers().firstValue("Cache-Control")).hasValue("private, no-cache");
        assertThat(api.get("/api/ups", admin).headers().firstValue("Cache-Control"))
                .hasValue("no-store");
        for (String held : new String[] {"\"1\"", "\"7\", \"1\"", "W/\"1\"", "*"}) {
            HttpResponse<String> answer = asked(held);
            assertThat(answer.statusCode()).as(held).isEqualTo(304);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.headers().firstValue("ETag")).hasValue("\"1\"");
        }
        for (String other : new String[] {"\"2\"", "1", "\"11\""}) {
            assertThat(asked(other).statusCode()).as(other).isEqualTo(200);
        }
    }

    private static HttpResponse<String> asked(String held) {
        return api.send(
                api.request(path)
                        .header("Authorization", "Bearer " + admin)
                        .header("If-None-Match", held));
    }

    @Test
    @Requirement("API-8")
    void changes_name_the_version_that_they_change() {
        assertThat(api.code(deleted(null))).isEqualTo("if_match_required");
        for (String other : new String[] {"\"2\"", "1", "W/\"1\""}) {
            HttpResponse<String> answer = deleted(other);
            assertThat(api.code(answer)).as(other).isEqualTo("version_mismatch");
            assertThat(api.json(answer).get("current_version").asInt()).isEqualTo(1);
        }
    }

    @Test
    @Requirement({"API-7", "API-8"})
    void windows_of_maintenance_are_ended_by_who_has_read_them() {
        String wish =
                "{\"until\":\"%s\",\"reason\":\"new disks\"}"
                        .formatted(api.clock.instant().plusSeconds(3600));
        HttpResponse<String> made = api.send("POST", "/api/maintenance", admin, wish);
        assertThat(made.headers().firstValue("ETag")).hasValue("\"1\"");
        assertThat(api.json(made).get("version").asInt()).isEqualTo(1);
        String window = "/api/maintenance/" + api.json(made).get("id").asText();

        api.send("POST", "/api/maintenance", admin, wish);
        JsonNode page = api.json(api.get("/api/maintenance?limit=1&count=true", admin));
        assertThat(page.get("items")).hasSize(1);
        assertThat(page.get("total").asInt()).isEqualTo(2);
        assertThat(page.get("next_cursor").isTextual()).isTrue();

        assertThat(api.code(deleted(window, null))).isEqualTo("if_match_required");
        HttpResponse<String> other = deleted(window, "\"2\"");
        assertThat(api.code(other)).isEqualTo("version_mismatch");
        assertThat(api.json(other).get("current_version").asInt()).isEqualTo(1);
        assertThat(deleted(window, "\"1\"").statusCode()).isEqualTo(204);
        assertThat(api.code(deleted(window, "*"))).isEqualTo("not_found");
    }

    private static HttpResponse<String> deleted(String version) {
        return deleted(path, version);
    }

    private static HttpResponse<String> deleted(String path, String version) {
        var request =
                api.request(path)
                        .header("Authorization", "Bearer " + admin)
                        .method("DELETE", BodyPublishers.noBody());
        return api.send(version == null ? request : request.header("If-Match", version));
    }
}
