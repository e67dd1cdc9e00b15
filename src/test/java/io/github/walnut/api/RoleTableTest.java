package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.github.walnut.Requirement;
import io.github.walnut.security.ApiTokens;
import io.github.walnut.security.CsrfTokens;
import io.github.walnut.security.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation of the contract against every kind of caller, and whether what changes something
 * leaves its row in the audit log, refused or not. An operation that is added is among them.
 */
class RoleTableTest {

    /** These change nothing that outlives them; everything else that is no GET must be audited. */
    private static final Set<String> CHANGES_NOTHING =
            Set.of(
                    "session-refresh",
                    "ws-ticket",
                    "policy-inverse",
                    "policy-convert",
                    "settings-notifications-preview",
                    "policy-evaluate");

    /** The request was not understood: it never came to its operation. */
    private static final Set<String> NOT_UNDERSTOOD =
            Set.of(
                    "malformed_json",
                    "invalid_request",
                    "invalid_parameter",
                    "unsupported_media_type",
                    "idempotency_key_required");

    private static final Map<Role, Fresh> FRESH = new EnumMap<>(Role.class);

    private record Fresh(String token, Instant since) {}

    private static RunningApi api;
    private static SampleBodies bodies;
    private static String expired;
    private static String stale;
    private static String revoked;
    private static String foreign;
    private static String narrow;
    private static String wide;

    @BeforeAll
    static void start() throws Exception {
        api = new RunningApi();
        bodies = new SampleBodies(reader().document());
        expired = api.session(Role.ADMIN);
        api.clock.advance(Duration.ofMinutes(6));
        stale = api.session(Role.ADMIN);
        api.clock.advance(Duration.ofMinutes(5).plusSeconds(1));
        revoked = api.session(Role.ADMIN);
        api.sessions.revoke(api.tokens.verify(revoked).sessionId());
        foreign = forAnother(api.session(Role.ADMIN));
        narrow = apiToken(List.of("webhook:nothing"));
        wide =
                apiToken(
                        List.of(
                                "read",
                                "metrics",
                                "dryrun",
                                "ack",
                                "execute:" + UUID.randomUUID()));
    }

    @AfterAll
    static void stop() {
        FRESH.clear();
        api.close();
    }

    private static ContractReader reader() throws Exception {
        return new ContractReader(Files.readString(Path.of("src/main/resources/openapi.yaml")));
    }

    /** Signed with the server's own key, for an audience that is not this API. */
    private static String forAnother(String token) throws Exception {
        SignedJWT known = SignedJWT.parse(token);
        SignedJWT other =
                new SignedJWT(
                        known.getHeader(),
                        new JWTClaimsSet.Builder(known.getJWTClaimsSet())
                                .audience("walnut-other")
                                .build());
        other.sign(new MACSigner(api.keys.key("walnut jwt v1")));
        return other.serialize();
    }

    private static String apiToken(List<String> scopes) {
        UUID admin = api.users.byEmail("admin@example.org").orElseThrow().id();
        return api.accounts
                .apiTokens()
                .create(
                        UUID.randomUUID(),
                        admin,
                        new ApiTokens.Wish(
                                "matrix",
                                scopes,
                                List.of(),
                                api.clock.instant().plus(Duration.ofDays(1))))
                .word();
    }

    /** A session whose password was proven some minutes ago at most. */
    private static String fresh(Role role) {
        Instant now = api.clock.instant();
        Fresh known = FRESH.get(role);
        if (known == null || known.since().plus(Duration.ofMinutes(4)).isBefore(now)) {
            known = new Fresh(api.session(role), now);
            FRESH.put(role, known);
        }
        return known.token();
    }

    static Stream<Operation> every() throws Exception {
        return reader().contract().operations().stream();
    }

    static Stream<Operation> guarded() throws Exception {
        return every().filter(operation -> !operation.open());
    }

    static Stream<Operation> changing() throws Exception {
        return guarded()
                .filter(operation -> !operation.method().equals("GET"))
                .filter(operation -> !CHANGES_NOTHING.contains(operation.id()));
    }

    @ParameterizedTest
    @MethodSource("guarded")
    @Requirement({"API-13", "API-99", "SEC-30", "SEC-31", "SEC-32", "SEC-20", "SEC-11", "SEC-13"})
    void answers_each_caller_as_the_contract_says(Operation operation) {
        api.clock.advance(Duration.ofMillis(500));
        assertThat(code(operation, null)).isEqualTo("not_authenticated");
        assertThat(code(operation, "forged.token.here")).isEqualTo("not_authenticated");
        assertThat(code(operation, foreign)).isEqualTo("not_authenticated");
        assertThat(code(operation, expired)).isEqualTo("token_expired");
        assertThat(code(operation, revoked)).isEqualTo("token_revoked");
        checkRole(operation, Role.VIEWER);
        checkRole(operation, Role.OPERATOR);
        checkRole(operation, Role.ADMIN);
        if (operation.stepUp()) {
            assertThat(code(operation, stale)).isEqualTo("step_up_required");
        }
        if (operation.csrf()) {
            String admin = fresh(Role.ADMIN);
            assertThat(byCookie(operation, admin, null)).isEqualTo("csrf_failed");
            assertThat(byCookie(operation, admin, foreignCsrf())).isEqualTo("csrf_failed");
        }
    }

    @ParameterizedTest
    @MethodSource("guarded")
    @Requirement({"API-99", "SEC-36"})
    void lets_api_tokens_no_further_than_their_scopes(Operation operation) {
        api.clock.advance(Duration.ofMillis(500));
        boolean anyToken = operation.scopes().contains(ScopeGate.ANY);
        assertThat(code(operation, narrow).equals("forbidden")).isEqualTo(!anyToken);
        if (operation.role() == Role.ADMIN || operation.stepUp()) {
            assertThat(operation.scopes()).isEmpty();
            assertThat(code(operation, wide)).isEqualTo("forbidden");
        }
        if (operation.scopes().contains("read")) {
            assertThat(code(operation, wide)).isNotEqualTo("forbidden");
        }
    }

    @ParameterizedTest
    @MethodSource("changing")
    @Requirement({"API-99", "SEC-70", "SEC-34"})
    void writes_down_each_change_and_each_refused_one(Operation operation) {
        api.clock.advance(Duration.ofMillis(500));
        assertThat(operation.audit()).as("%s changes something", operation.id()).isTrue();
        if (operation.role() != Role.VIEWER) {
            checkRow(operation, request(operation, fresh(Role.VIEWER)), "forbidden");
        }
        if (operation.stepUp()) {
            checkRow(operation, request(operation, stale), "step_up_required");
        }
        if (operation.csrf()) {
            HttpRequest.Builder cookie =
                    request(operation)
                            .header("Cookie", "__Host-walnut_access=" + fresh(Role.ADMIN));
            checkRow(operation, cookie, "csrf_failed");
        }
        checkRow(operation, request(operation, narrow), "forbidden");

        HttpResponse<String> answer =
                api.send(request(operation, fresh(Role.ADMIN)).header("If-Match", "*"));
        String code = answer.statusCode() < 400 ? "ok" : api.code(answer);
        if (!NOT_UNDERSTOOD.contains(code)) {
            checkRow(operation, answer, code);
        }
    }

    private static void checkRow(
            Operation operation, HttpRequest.Builder request, String expected) {
        HttpResponse<String> answer = api.send(request);
        assertThat(api.code(answer)).as(operation.id()).isEqualTo(expected);
        checkRow(operation, answer, expected);
    }

    private static void checkRow(Operation operation, HttpResponse<String> answer, String outcome) {
        String request = answer.headers().firstValue("x-request-id").orElseThrow();
        assertThat(api.system.audit())
                .filteredOn(entry -> entry.requestId().equals(request))
                .filteredOn(entry -> !entry.outcome().equals("begun")) // of what acts elsewhere
                .as("rows of %s that ended with %s", operation.id(), outcome)
                .singleElement()
                .satisfies(
                        entry -> {
                            assertThat(entry.action()).isEqualTo(operation.id());
                            assertThat(entry.outcome()).isEqualTo(outcome);
                            assertThat(entry.actor()).containsPattern("@example.org(:matrix)?$");
                            assertThat(entry.ip()).isEqualTo("127.0.0.1");
                        });
    }

    private static void checkRole(Operation operation, Role role) {
        String code = code(operation, fresh(role));
        if (role.includes(operation.role())) {
            assertThat(code)
                    .as("%s as %s", operation.id(), role)
                    .isNotIn("not_authenticated", "internal", "step_up_required");
        } else {
            assertThat(code).as("%s as %s", operation.id(), role).isEqualTo("forbidden");
        }
    }

    private static String foreignCsrf() {
        return new CsrfTokens(api.keys).issue(UUID.randomUUID().toString());
    }

    private static String code(Operation operation, String token) {
        return code(api.send(token == null ? request(operation) : request(operation, token)));
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

    private static HttpRequest.Builder request(Operation operation, String token) {
        return request(operation).header("Authorization", "Bearer " + token);
    }

    private static HttpRequest.Builder request(Operation operation) {
        String path = operation.path().text().replaceAll("\\{[a-z_]+}", UUID.randomUUID() + "");
        List<String> withBody = List.of("POST", "PUT", "PATCH");
        return api.request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .method(
                        operation.method(),
                        withBody.contains(operation.method())
                                ? HttpRequest.BodyPublishers.ofString(bodies.of(operation))
                                : HttpRequest.BodyPublishers.noBody());
    }
}
