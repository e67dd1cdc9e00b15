package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DocumentsTest {

    private static final List<String> PATHS =
            List.of(
                    "/api/openapi.yaml",
                    "/api/openapi.json",
                    "/openapi.json",
                    "/api/docs",
                    "/api/docs/viewer.js");

    @Test
    @Requirement({"API-2", "SEC-23"})
    void the_contract_is_shown_on_a_page_that_loads_nothing_from_elsewhere() throws Exception {
        try (RunningApi api = new RunningApi()) {
            HttpResponse<String> page = api.send(api.request("/api/docs"));
            assertThat(page.statusCode()).isEqualTo(200);
            Matcher nonce =
                    Pattern.compile("<meta name=\"csp-nonce\" content=\"([^\"]+)\"")
                            .matcher(page.body());
            assertThat(nonce.find()).isTrue();
            String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
            assertThat(policy).contains("'nonce-" + nonce.group(1) + "'");
            assertThat(policy).doesNotContain("unsafe-inline");
            assertThat(page.body()).contains("<style nonce=\"" + nonce.group(1) + "\">");
            assertThat(page.body()).doesNotContain("http:", "https:", "style=", "onclick");
            HttpResponse<String> again = api.send(api.request("/api/docs"));
            assertThat(again.body()).doesNotContain(nonce.group(1));
            HttpResponse<String> script = api.send(api.request("/api/docs/viewer.js"));
            assertThat(script.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/javascript");
            assertThat(script.body()).contains("openapi.json").doesNotContain("innerHTML");
        }
    }

    @Test
    @Requirement("API-2")
    void all_of_it_can_be_hidden() throws Exception {
        try (RunningApi api =
                new RunningApi(true, false, WireLimits.DEFAULT, RunningApi.GENEROUS)) {
            for (String path : PATHS) {
                assertThat(api.send(api.request(path)).statusCode()).as(path).isEqualTo(404);
            }
        }
        try (RunningApi api = new RunningApi()) {
            for (String path : PATHS) {
                assertThat(api.send(api.request(path)).statusCode()).as(path).isEqualTo(200);
            }
        }
    }
}
