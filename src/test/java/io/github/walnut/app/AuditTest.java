package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.YAML;
import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.store.AuditEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who did what to policies and runs, as the audit log of a whole server tells it. */
class AuditTest {

    private static final Duration SOON = TestLimits.WAIT;
    private static final String SHED =
            """
            version: "2.0"
            name: Shed the lab
            trigger: {type: ups.state, equals: OB, for: 30s, ups: rack1}
            actions:
              - {host_id: lab, capability: vm.lifecycle, verb: shutdown, selector: {names: [web-1]}}
              - {host_id: lab, capability: vm.lifecycle, verb: shutdown, selector: {names: [web-2]}, stage: 1, delay: 5m}
              - {host_id: lab, capability: vm.lifecycle, verb: shutdown, selector: {names: [db]}, stage: 2}
            """;
    private static final String WHY = "{\"reason\":\"it is tested\"}";

    @TempDir private Path folder;
    private HomeServer walnut;

    /** Of whom, how it came out, and whether it belongs to the run. */
    private record Row(String action, String actorKind, String outcome, boolean ofRun) {}

    @BeforeEach
    void start() throws Exception {
        walnut = new HomeServer(folder, Map.of());
        walnut.virtualHost("lab", List.of("web-1", "web-2", "db"));
        await().atMost(SOON).until(() -> walnut.get("api/ups").json().toString().contains("rack1"));
    }

    @AfterEach
    void stop() {
        walnut.close();
    }

    @Test
    @Requirement({"EXE-72", "SEC-70", "INT-50"})
    void whatever_is_done_to_a_policy_and_its_runs_leaves_a_row() {
        done(walnut.send("POST", "api/policies/validate", SHED, YAML));
        JsonNode policy = walnut.created(SHED);
        String path = "api/policies/" + policy.path("id").asText();
        done(walnut.post(path + "/dry-run", "{}"));
        done(
                walnut.post(
                        path + "/arm",
                        "{\"reason\":\"it is tested\",\"confirm\":\"Shed the lab\",\"targets\":3}"));
        done(walnut.post("api/system/arm", "{\"reason\":\"it is tested\",\"confirm\":\"ARM\"}"));
        JsonNode run =
                done(
                        walnut.post(
                                path + "/run",
                                "{\"mode\":\"live\",\"reason\":\"it is tested\",\"ups_id\":\"rack1\","
                                        + "\"force\":true}"));
        assertThat(run.path("forced").asBoolean()).isTrue();
        assertThat(run.path("reason").asText()).isEqualTo("by hand, forced: it is tested");
        String under = "api/runs/" + run.path("id").asText();
        await().atMost(SOON).until(() -> done(walnut.get(under)).at("/steps").size() == 3);
        String last = done(walnut.get(under)).at("/steps/2/id").asText();
        done(walnut.post(under + "/hold", WHY));
        done(walnut.post(under + "/resume", "{}"));
        done(walnut.post(under + "/steps/" + last + "/skip", WHY));
        assertThat(walnut.post(under + "/steps/" + last + "/retry", WHY).status()).isEqualTo(409);
        done(walnut.post("api/runs/hold", WHY));
        done(walnut.post("api/runs/resume", "{}"));
        done(walnut.post(under + "/cancel", WHY));
        String owed = "api/obligations/" + UUID.randomUUID();
        assertThat(walnut.post(owed + "/dismiss", WHY).status()).isEqualTo(404);
        await().atMost(SOON)
                .until(() -> done(walnut.get(under)).path("state").asText().equals("cancelled"));

        List<Row> expected =
                List.of(
                        new Row("policy-validate", "user", "ok", false),
                        new Row("policy-dry-run", "user", "ok", false),
                        new Row("run-rehearse", "user", "succeeded", false),
                        new Row("policy-arm", "user", "ok", false),
                        new Row("policy_armed", "user", "ok", false),
                        new Row("system-arm", "user", "ok", false),
                        new Row("policy-run", "user", "ok", true),
                        new Row("run-begin", "user", "ok", true),
                        new Row("step-end", "system", "confirmed", true),
                        new Row("run-hold", "user", "ok", true),
                        new Row("run-resume", "user", "ok", true),
                        new Row("run-step-skip", "user", "ok", true),
                        new Row("run-step-retry", "user", "conflict", true),
                        new Row("runs-hold", "user", "ok", false),
                        new Row("runs-resume", "user", "ok", false),
                        new Row("hold-end", "system", "ok", false),
                        new Row("run-cancel", "user", "ok", true),
                        new Row("step-skip", "system", "ok", true),
                        new Row("obligation-dismiss", "user", "not_found", false),
                        new Row("run-end", "system", "cancelled", true));
        String correlation = run.path("correlation_id").asText();
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(
                                                walnut.audit().stream()
                                                        .map(row -> row(row, correlation)))
                                        .containsAll(expected));
        assertThat(walnut.audit().stream().filter(row -> row.action().contains("-")))
                .allSatisfy(AuditTest::isWhole);
        assertThat(done(walnut.get("api/audit?action=system-arm")).at("/items/0/object").isNull())
                .isTrue();
        assertThat(walnut.audit().stream().filter(row -> row.action().equals("policy-run")))
                .extracting(AuditEntry::outcome)
                .containsExactlyInAnyOrder("begun", "ok");
        assertThat(walnut.audit().stream().filter(row -> row.action().equals("policy-run")))
                .allSatisfy(row -> assertThat(row.diff()).containsEntry("force", true));
        JsonNode found = done(walnut.post("api/audit/verify", ""));
        assertThat(found.path("ok").asBoolean()).as(found.toString()).isTrue();
    }

    private static Row row(AuditEntry entry, String correlation) {
        return new Row(
                entry.action(),
                entry.actorKind(),
                entry.outcome(),
                correlation.equals(entry.correlationId()));
    }

    /** Who, from where, about what, and what it belongs to. */
    private static void isWhole(AuditEntry row) {
        boolean asked = row.requestId() != null;
        assertThat(row.actor()).as(row.toString()).isNotBlank();
        assertThat(row.ip()).as(row.toString()).isEqualTo(asked ? "127.0.0.1" : null);
        boolean alone = row.action().equals("hold-end") || row.actorKind().equals("cli");
        assertThat(row.correlationId() != null || alone).as(row.toString()).isTrue();
    }
}
