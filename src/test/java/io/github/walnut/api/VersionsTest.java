package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.security.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
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

    private static HttpResponse<String> deleted(String version) {
        var request =
                api.request(path)
                        .header("Authorization", "Bearer " + api.token(Role.ADMIN))
                        .method("DELETE", BodyPublishers.noBody());
        return api.send(version == null ? request : request.header("If-Match", version));
    }
}
