package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.security.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RatesTest {

    private RunningApi api;

    @BeforeEach
    void start() throws Exception {
        api = new RunningApi(true, true, WireLimits.DEFAULT, new RateLimits(5, 10, 2, 4));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private HttpResponse<String> health() {
        return api.send(api.request("/auth/providers"));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElseThrow();
    }

    @Test
    @Requirement({"API-11", "API-6"})
    void a_session_has_a_burst_and_then_so_many_by_the_second() {
        String token = api.token(Role.VIEWER);
        for (int left = 9; left >= 0; left--) {
            HttpResponse<String> answer = api.get("/api/ups", token);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "RateLimit-Limit")).isEqualTo("10");
            assertThat(header(answer, "RateLimit-Remaining")).isEqualTo("" + left);
        }
        HttpResponse<String> refused = api.get("/api/ups", token);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(api.code(refused)).isEqualTo("rate_limited");
        assertThat(header(refused, "Retry-After")).isEqualTo("1");
        assertThat(header(refused, "RateLimit-Remaining")).isEqualTo("0");
        assertThat(header(refused, "RateLimit-Reset")).isEqualTo("2");
        assertThat(api.get("/api/ups", api.token(Role.VIEWER)).statusCode()).isEqualTo(200);

        api.clock.advance(Duration.ofMillis(400));
        assertThat(api.get("/api/ups", token).statusCode()).isEqualTo(200);
        assertThat(api.get("/api/ups", token).statusCode()).isEqualTo(200);
        assertThat(api.get("/api/ups", token).statusCode()).isEqualTo(429);
    }

    @Test
    @Requirement({"API-11", "NTF-8"})
    void strangers_try_no_more_links_than_other_operations() {
        for (int i = 0; i < 2; i++) {
            assertThat(link("GET", i).statusCode()).isEqualTo(404);
            assertThat(link("POST", i).statusCode()).isEqualTo(404);
        }
        assertThat(link("POST", 9).statusCode()).isEqualTo(429);
        assertThat(health().statusCode()).isEqualTo(429);
    }

    private HttpResponse<String> link(String method, int number) {
        return api.send(
                api.request("/api/links/wnl_" + number)
                        .setHeader("Accept", "text/html")
                        .method(method, BodyPublishers.noBody()));
    }

    @Test
    @Requirement({"API-11", "API-6"})
    void without_a_login_the_address_counts_and_bad_credentials_are_none() {
        for (int i = 0; i < 3; i++) {
            assertThat(health().statusCode()).isEqualTo(200);
        }
        assertThat(api.get("/api/ups", "forged.token.here").statusCode()).isEqualTo(401);
        assertThat(health().statusCode()).isEqualTo(429);
        assertThat(api.get("/api/ups", "forged.token.here").statusCode()).isEqualTo(429);
        assertThat(api.get("/api/ups", api.token(Role.VIEWER)).statusCode()).isEqualTo(200);

        api.clock.advance(Duration.ofSeconds(10));
        for (int i = 0; i < 4; i++) {
            assertThat(health().statusCode()).isEqualTo(200);
        }
        assertThat(health().statusCode()).isEqualTo(429);
    }

    @Test
    @Requirement("API-6")
    void paths_that_do_not_exist_and_large_bodies_are_told_before_the_rate() {
        for (int i = 0; i < 10; i++) {
            health();
        }
        assertThat(api.send(api.request("/api/nothing")).statusCode()).isEqualTo(404);
        assertThat(api.send("POST", "/auth/jwt/login", null, "x".repeat(1 << 21)).statusCode())
                .isEqualTo(413);
    }
}
