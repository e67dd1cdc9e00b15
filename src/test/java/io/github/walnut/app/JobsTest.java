package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Long work on a whole server. */
class JobsTest {

    private static final Duration SOON = TestLimits.WAIT;

    @TempDir private Path folder;
    private HomeServer walnut;

    @BeforeEach
    void start() throws Exception {
        walnut = new HomeServer(folder, Map.of());
    }

    @AfterEach
    void stop() {
        walnut.close();
    }

    private JsonNode over(HomeServer.Answer started) {
        assertThat(started.status()).as(started.text()).isEqualTo(202);
        String path = started.json().path("status_url").asText().substring(1);
        await().atMost(SOON).until(() -> !done(walnut.get(path)).path("finished_at").isNull());
        return done(walnut.get(path));
    }

    @Test
    @Requirement({"API-10", "INT-30"})
    void a_discovery_reads_the_host_anew_and_tells_what_it_found() {
        walnut.virtualHost("lab", List.of("web", "db"));
        JsonNode job = over(walnut.post("api/hosts/lab/discover", ""));

        assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("succeeded");
        assertThat(job.path("kind").asText()).isEqualTo("discovery");
        assertThat(job.path("actor").asText()).isEqualTo("admin@example.org");
        assertThat(job.path("progress").asDouble()).isEqualTo(1);
        assertThat(job.at("/result/target_counts/vm").asInt()).isEqualTo(2);
        assertThat(job.path("log").findValuesAsText("message")).contains("2 of type vm");

        JsonNode list = done(walnut.get("api/jobs?kind=discovery&status=succeeded"));
        assertThat(list.path("items").findValuesAsText("id"))
                .containsExactly(job.path("id").asText());
        assertThat(list.at("/items/0").has("log")).isFalse();
        assertThat(done(walnut.get("api/jobs?status=failed")).path("items")).isEmpty();
        assertThat(walnut.post("api/jobs/" + job.path("id").asText() + "/cancel", "").status())
                .isEqualTo(409);
        assertThat(walnut.get("api/jobs/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(walnut.post("api/hosts/none/discover", "").status()).isEqualTo(404);
        assertThat(walnut.get("api/jobs?kind=none").status()).isEqualTo(400);
    }

    @Test
    @Requirement({"API-10", "INT-13"})
    void a_selftest_tells_of_every_host_and_types_are_checked_anew() {
        walnut.virtualHost("lab", List.of("web"));
        done(
                walnut.post(
                        "api/integrations",
                        """
                        {"id":"box","type_id":"generic.ssh","name":"box",
                         "config":{"host":"127.0.0.1","port":1,"username":"root"},
                         "secrets":{"password":"none"}}
                        """));
        JsonNode job = over(walnut.post("api/system/selftest", ""));
        assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("succeeded");
        assertThat(job.at("/result/ok").asBoolean()).isFalse();
        assertThat(job.at("/result/tested").asInt()).isEqualTo(2);
        assertThat(job.at("/result/failed").asInt()).isEqualTo(1);

        JsonNode manifest = done(walnut.get("api/integrations/types/generic.ssh/manifest"));
        assertThat(manifest.path("manifest_yaml").asText()).startsWith("id: generic.ssh");
        assertThat(manifest.path("kamelets").findValuesAsText("name")).contains("generic-ssh-test");
        JsonNode valid = done(walnut.post("api/integrations/types/generic.ssh/validate", ""));
        assertThat(valid.path("ok").asBoolean()).as(valid.toString()).isTrue();
        assertThat(walnut.post("api/system/restart", "").status()).isEqualTo(409);
    }

    @Test
    @Requirement("API-10")
    void a_host_that_does_not_answer_fails_its_discovery_with_the_reason() {
        done(
                walnut.post(
                        "api/integrations",
                        """
                        {"id":"box","type_id":"generic.ssh","name":"box",
                         "config":{"host":"127.0.0.1","port":1,"username":"root","services":["sshd"]},
                         "secrets":{"password":"none"}}
                        """));
        JsonNode job = over(walnut.post("api/hosts/box/discover", ""));
        assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("failed");
        assertThat(job.path("error").asText()).contains("127.0.0.1");
        assertThat(job.path("result").isNull()).isTrue();
        assertThat(job.path("log").findValuesAsText("level")).contains("error");
    }
}
