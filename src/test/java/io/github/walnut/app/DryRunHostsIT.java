package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.YAML;
import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.peers.RealPeer;
import io.github.walnut.peers.RealSshd;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a dry run says of a machine by SSH that is up, away, or lets walNUT in no more. */
@RealPeer({RealSshd.PROGRAM, "ssh-keygen"})
@Requirement("POL-99")
class DryRunHostsIT {

    private static final String POLICY =
            """
            version: "2.0"
            name: Shed the lab
            trigger: {type: ups.state, equals: OB, for: 30s, ups: rack1}
            actions:
              - {host_id: box, capability: service.control, verb: stop, selector: {names: [a]}}
              - {host_id: box, capability: power.control, verb: shutdown, stage: 1}
            """;

    @TempDir private Path folder;
    private HomeServer walnut;
    private RealSshd sshd;

    @BeforeEach
    void start() throws Exception {
        sshd = RealSshd.start();
        sshd.answer("systemctl is-active a", 0, "active", "");
        sshd.answer("uname -s", 0, "Linux", "");
        sshd.answer("uptime -s", 0, "2026-03-04 10:00:00", "");
        walnut = new HomeServer(folder, Map.of());
        await().atMost(TestLimits.WAIT)
                .until(() -> walnut.get("api/ups").json().toString().contains("rack1"));
    }

    @AfterEach
    void stop() {
        walnut.close();
        sshd.close();
    }

    private void host(String key) throws Exception {
        ObjectNode host = new ObjectMapper().createObjectNode();
        host.put("id", "box").put("type_id", "generic.ssh").put("name", "box");
        ObjectNode config = host.putObject("config");
        config.put("host", "127.0.0.1").put("port", sshd.port()).put("username", sshd.user());
        config.put("host_key", sshd.fingerprint()).put("os", "linux");
        config.putArray("services").add("a");
        host.putObject("secrets").put("private_key", key);
        done(walnut.post("api/integrations?test=false", host.toString()));
    }

    private JsonNode dryRun() {
        return done(walnut.send("POST", "api/policies/test", POLICY, YAML));
    }

    private static void failsWith(JsonNode answer, String errorClass) {
        assertThat(answer.path("severity").asText()).isEqualTo("error");
        assertThat(answer.path("would_run").asBoolean()).isFalse();
        assertThat(answer.path("results"))
                .hasSize(2)
                .allSatisfy(
                        row -> {
                            assertThat(row.path("ok").asBoolean()).as(row.toString()).isFalse();
                            assertThat(row.path("severity").asText()).isEqualTo("error");
                            assertThat(row.at("/error/class").asText()).isEqualTo(errorClass);
                            assertThat(row.path("reason").asText()).isNotBlank();
                        });
        assertThat(answer.toString()).doesNotContain("No service");
    }

    @Test
    void one_that_answers_would_carry_out_its_orders_until_it_is_stopped() throws Exception {
        host(sshd.privateKey());
        JsonNode up = dryRun();
        assertThat(up.path("would_run").asBoolean()).as(up.toString()).isTrue();
        assertThat(up.path("results"))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.path("ok").asBoolean()).isTrue());

        sshd.stop();
        failsWith(dryRun(), "unreachable");

        sshd.restart();
        await().atMost(TestLimits.WAIT).until(() -> dryRun().path("would_run").asBoolean());
    }

    @Test
    void one_that_was_never_there_has_unknown_targets_and_not_missing_ones() throws Exception {
        sshd.stop();
        host(sshd.privateKey());
        JsonNode away = dryRun();
        failsWith(away, "unreachable");
        assertThat(away.at("/results/0/error/code").asText()).isEqualTo("target_unknown");
        assertThat(away.at("/findings").findValuesAsText("code"))
                .contains("target_unknown")
                .doesNotContain("target_not_found");
    }

    @Test
    void one_that_refuses_the_key_says_so() throws Exception {
        host(sshd.strangerKey());
        failsWith(dryRun(), "unauthenticated");
        assertThat(sshd.commands()).isEmpty();
    }
}
