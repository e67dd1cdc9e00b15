package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.Requirement;
import io.github.walnut.component.walnut.Signal;
import io.github.walnut.security.Role;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Routes that an administrator writes over the API. */
class RouteEditTest {

    private static final ObjectMapper JSON = new ObjectMapper();
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
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static String text(String yaml) {
        return JSON.createObjectNode().put("yaml", yaml).toString();
    }

    private static String route(String id, String step) {
        return text(
                "- route: {id: "
                        + id
                        + ", description: Mine, from: {uri: walnut:event, steps: [{"
                        + step
                        + "}]}}");
    }

    private static JsonNode done(int status, HttpResponse<String> answer, String schema) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode node = api.json(answer);
        assertThat(contract.schema(schema).validate(node)).as(schema).isEmpty();
        return node;
    }

    private static long total(String id) {
        return api.json(api.get("/api/routes/" + id + "/stats", viewer))
                .path("exchanges_total")
                .asLong();
    }

    private static void event() {
        api.userRoutes.tell(new Signal("event", Map.of("severity", "info"), "{}"));
    }

    @Test
    @Requirement({"SEC-64", "SEC-65"})
    void a_route_is_kept_runs_changes_and_goes() {
        HttpResponse<String> created =
                api.send("POST", "/api/routes", admin, route("user-one", "log: first"));
        JsonNode one = done(201, created, "RouteDetail");
        assertThat(created.headers().firstValue("location")).hasValue("/api/routes/user-one");
        assertThat(created.headers().firstValue("etag")).hasValue("\"1\"");
        assertThat(one.path("status").asText()).isEqualTo("started");
        assertThat(one.path("description").asText()).isEqualTo("Mine");
        assertThat(one.path("editable").asBoolean()).isTrue();
        event();
        Awaitility.await().until(() -> total("user-one") == 1);

        done(
                200,
                api.send("PUT", "/api/routes/user-one", admin, route("user-one", "log: second")),
                "RouteDetail");
        JsonNode versions =
                done(200, api.get("/api/routes/user-one/versions", admin), "RouteVersionPage");
        assertThat(versions.path("items").findValuesAsText("version")).containsExactly("2", "1");

        JsonNode back =
                done(
                        200,
                        api.send("POST", "/api/routes/user-one/rollback", admin, "{\"version\":1}"),
                        "RouteDetail");
        assertThat(back.path("version").asInt()).isEqualTo(3);
        assertThat(back.path("yaml").asText()).contains("first");

        JsonNode stopped =
                done(200, api.send("POST", "/api/routes/user-one/stop", admin, ""), "Route");
        assertThat(stopped.path("status").asText()).isEqualTo("stopped");
        assertThat(
                        done(
                                        200,
                                        api.send("POST", "/api/routes/user-one/start", admin, ""),
                                        "Route")
                                .path("status")
                                .asText())
                .isEqualTo("started");

        assertThat(api.send("DELETE", "/api/routes/user-one", admin, "").statusCode())
                .isEqualTo(204);
        assertThat(api.code(api.get("/api/routes/user-one", admin))).isEqualTo("not_found");
    }

    @Test
    @Requirement({"SEC-61", "SEC-65"})
    void what_is_refused_leaves_the_old_one_running() {
        done(
                201,
                api.send("POST", "/api/routes", admin, route("user-old", "log: old")),
                "RouteDetail");

        HttpResponse<String> refused =
                api.send("PUT", "/api/routes/user-old", admin, route("user-old", "bean: {ref: x}"));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(api.code(refused)).isEqualTo("route_blocked");
        assertThat(api.json(refused).at("/errors/0/pointer").asText())
                .isEqualTo("/0/route/from/steps/0/bean");
        long before = total("user-old");
        event();
        Awaitility.await().until(() -> total("user-old") == before + 1);
        assertThat(
                        done(200, api.get("/api/routes/user-old", admin), "RouteDetail")
                                .path("version")
                                .asInt())
                .isEqualTo(1);
    }

    @Test
    @Requirement({"SEC-60", "SEC-65"})
    void ids_are_unique_and_stay() {
        done(
                201,
                api.send("POST", "/api/routes", admin, route("user-mine", "log: a")),
                "RouteDetail");

        HttpResponse<String> twin =
                api.send("POST", "/api/routes", admin, route("user-mine", "log: b"));
        assertThat(twin.statusCode()).isEqualTo(409);
        assertThat(api.json(twin).path("existing_id").asText()).isEqualTo("user-mine");
        HttpResponse<String> renamed =
                api.send("PUT", "/api/routes/user-mine", admin, route("user-other", "log: b"));
        assertThat(api.json(renamed).at("/errors/0/code").asText()).isEqualTo("other_id");
        String inside =
                "- route: {id: user-new, from: {uri: walnut:event, steps: []}}\n"
                        + "- route: {id: user-mine, from: {uri: walnut:event, steps: []}}";
        assertThat(
                        api.json(api.send("POST", "/api/routes", admin, text(inside)))
                                .at("/errors/0/pointer")
                                .asText())
                .isEqualTo("/1/route/id");
        assertThat(
                        api.code(
                                api.send(
                                        "PUT",
                                        "/api/routes/ups-list",
                                        admin,
                                        route("user-a", "log: a"))))
                .isEqualTo("forbidden");
        assertThat(api.code(api.send("POST", "/api/routes", admin, route("ups-list", "log: a"))))
                .isEqualTo("route_blocked");
    }

    @Test
    @Requirement("SEC-61")
    void checking_tells_what_is_wrong_and_keeps_nothing() {
        JsonNode fine =
                done(
                        200,
                        api.send(
                                "POST", "/api/routes/validate", admin, route("user-try", "log: a")),
                        "RouteValidation");
        assertThat(fine.path("ok").asBoolean()).isTrue();
        JsonNode wrong =
                done(
                        200,
                        api.send(
                                "POST",
                                "/api/routes/validate",
                                admin,
                                "{\"xml\":\"<routes><rest/></routes>\"}"),
                        "RouteValidation");
        assertThat(wrong.path("ok").asBoolean()).isFalse();
        assertThat(wrong.at("/findings/0/severity").asText()).isEqualTo("blocker");
        assertThat(api.code(api.get("/api/routes/user-try", admin))).isEqualTo("not_found");
        for (String body : List.of("{}", "{\"yaml\":\"a\",\"xml\":\"b\"}")) {
            assertThat(api.code(api.send("POST", "/api/routes/validate", admin, body)))
                    .isEqualTo("invalid_request");
        }
    }

    @Test
    void others_see_that_it_runs_and_not_what_it_says() {
        done(
                201,
                api.send("POST", "/api/routes", admin, route("user-seen", "log: hidden")),
                "RouteDetail");

        assertThat(api.get("/api/routes?origin=user", viewer).body())
                .contains("user-seen")
                .doesNotContain("hidden");
        assertThat(api.code(api.get("/api/routes/user-seen", viewer))).isEqualTo("forbidden");
        assertThat(api.code(api.get("/api/routes/user-seen/versions", viewer)))
                .isEqualTo("forbidden");
    }
}
