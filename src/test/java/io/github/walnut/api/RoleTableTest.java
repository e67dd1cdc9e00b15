package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.security.CsrfTokens;
import io.github.walnut.security.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the contract against every kind of caller. */
class RoleTableTest {

    private static RunningApi api;
    private static String expired;
    private static String stale;
    private static String viewer;
    private static String operator;
    private static String admin;

    @BeforeAll
    static void start() throws Exception {
        api = new RunningApi();
        expired = api.token(Role.ADMIN);
        api.clock.advance(Duration.ofMinutes(6));
        stale = api.token(Role.ADMIN);
        api.clock.advance(Duration.ofMinutes(5).plusSeconds(1));
        viewer = api.token(Role.VIEWER);
        operator = api.token(Role.OPERATOR);
        admin = api.token(Role.ADMIN);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    static Stream<Operation> guarded() throws Exception {
        return new ContractReader(Files.readString(Path.of("src/main/resources/openapi.yaml")))
                .contract().operations().stream().filter(operation -> !operation.open());
    }

    @ParameterizedTest
    @MethodSource("guarded")
    @Requirement({"API-13", "SEC-30", "SEC-31", "SEC-32", "SEC-20"})
    void answers_each_caller_as_the_contract_says(Operation operation) {
        assertThat(code(operation, null)).isEqualTo("not_authenticated");
        assertThat(code(operation, "forged.token.here")).isEqualTo("not_authenticated");
        assertThat(code(operation, expired)).isEqualTo("token_expired");
        checkRole(operation, Role.VIEWER, viewer);
        checkRole(operation, Role.OPERATOR, operator);
        checkRole(operation, Role.ADMIN, admin);
        if (operation.stepUp()) {
            assertThat(code(operation, stale)).isEqualTo("step_up_required");
        }
        if (operation.csrf()) {
            assertThat(byCookie(operation, admin, null)).isEqualTo("csrf_failed");
            assertThat(byCookie(operation, admin, foreignCsrf())).isEqualTo("csrf_failed");
        }
    }

    private static void checkRole(Operation operation, Role role, String token) {
        String code = code(operation, token);
        if (role.includes(operation.role())) {
            assertThat(code)
                    .as("%s as %s", operation.id(), role)
                    .isNotIn("forbidden", "not_authenticated", "internal", "step_up_required");
        } else {
            assertThat(code).as("%s as %s", operation.id(), role).isEqualTo("forbidden");
        }
    }

    private static String foreignCsrf() {
        return new CsrfTokens(api.keys).issue(UUID.randomUUID().toString());
    }

    private static String code(Operation operation, String token) {
        HttpRequest.Builder request = request(operation);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return code(api.send(request));
    }

    private static String byCookie(Operation operation, String token, String csrf) {
        HttpRequest.Builder request = request(operation);
        String cookie = "__Host-walnut_access=" + token;
        if (csrf != null) {
            request.header("X-CSRF-Token", csrf);
            cookie += "; walnut_csrf=" + csrf;
        }
        return code(api.send(request.header("Cookie", cookie)));
    }

    private static String code(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isNotIn(500, 503);
        return answer.statusCode() < 400 ? "ok" : api.code(answer);
    }

    private static HttpRequest.Builder request(Operation operation) {
        String path = operation.path().text().replaceAll("\\{[a-z_]+}", UUID.randomUUID() + "");
        List<String> withBody = List.of("POST", "PUT", "PATCH");
        return api.request(path)
                .header("Content-Type", "application/json")
                .method(
                        operation.method(),
                        withBody.contains(operation.method())
                                ? HttpRequest.BodyPublishers.ofString("{}")
                                : HttpRequest.BodyPublishers.noBody());
    }
}
