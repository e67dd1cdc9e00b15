package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.JSON;
import static io.github.walnut.app.HomeServer.YAML;
import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies that leave as files and come back. */
class TransferTest {

    private static final String IN_YAML =
            """
            # the lab first: ünimportant
            version: "2.0"
            name: Shed the lab
            priority: 20
            trigger: {type: ups.state, equals: OB, for: 30s, ups: rack1}   # half a minute
            actions:
              - {host_id: lab, capability: vm.lifecycle, verb: shutdown, selector: {names: [web-1]}}
            note_of_mine: "kept\\tas written"
            """;
    private static final String IN_JSON =
            """
            { "version": 1, "priority": 10, "name": "Then the rest",
              "trigger_group": {"triggers": [{"type": "ups.state", "equals": "LB", "ups": "rack1"}]},
              "conditions": {"all": [{"scope": "ups", "field": "charge_pct", "op": "<", "value": 20.50}]},
              "targets": {"host_id": "lab", "target_type": "vm", "selector": {"mode": "list", "value": "db"}},
              "actions": [{"capability_id": "vm.lifecycle", "verb": "shutdown"}] }
            """;

    @TempDir private Path folder;
    private HomeServer walnut;
    private String yaml;
    private String json;

    @BeforeEach
    void start() throws Exception {
        walnut = new HomeServer(folder, Map.of());
        walnut.virtualHost("lab", List.of("web-1", "db"));
        await().atMost(TestLimits.WAIT)
                .until(() -> walnut.get("api/ups").json().toString().contains("rack1"));
        yaml = walnut.created(IN_YAML).path("id").asText();
        json = done(walnut.post("api/policies", IN_JSON)).path("id").asText();
    }

    @AfterEach
    void stop() {
        walnut.close();
    }

    @Test
    @Requirement("POL-96")
    void what_is_exported_imported_and_exported_again_has_the_same_bytes() {
        for (String type : List.of(JSON, YAML)) {
            String bundle = walnut.getAs("api/policies/export", type).text();
            assertThat(bundle.indexOf(json)).isLessThan(bundle.indexOf(yaml)).isPositive();
            assertThat(bundle).contains("walnut/policies").contains("half a minute");

            done(walnut.send("DELETE", "api/policies/" + yaml, "", JSON));
            done(walnut.send("DELETE", "api/policies/" + json, "", JSON));
            JsonNode answer =
                    done(walnut.send("POST", "api/policies/import?mode=replace", bundle, type));
            assertThat(answer.path("created").asInt()).as(answer.toString()).isEqualTo(2);

            assertThat(walnut.getAs("api/policies/export", type).text()).isEqualTo(bundle);
            assertThat(done(walnut.get("api/policies/" + yaml)).path("document").asText())
                    .isEqualTo(IN_YAML);
        }
    }

    @Test
    @Requirement("POL-96")
    void one_document_leaves_as_it_was_written() {
        HomeServer.Answer document = walnut.get("api/policies/export?as=document&id=" + json);
        assertThat(document.text()).isEqualTo(IN_JSON);
        assertThat(walnut.get("api/policies/export?as=document&id=" + yaml).text())
                .isEqualTo(IN_YAML);
        assertThat(walnut.get("api/policies/export?as=document").status()).isEqualTo(400);
        assertThat(
                        done(walnut.get("api/policies/export?id=" + yaml))
                                .path("policies")
                                .findValuesAsText("id"))
                .containsExactly(yaml);
        assertThat(
                        walnut.get("api/policies/export?id=00000000-0000-0000-0000-000000000009")
                                .status())
                .isEqualTo(404);
    }

    @Test
    @Requirement("POL-97")
    void each_document_of_an_import_stands_for_itself_and_nothing_comes_armed() {
        arm(json);
        String bundle = walnut.get("api/policies/export").text();
        String changed =
                bundle.replace("\"LB\"", "\"FSD\"").replace("verb: shutdown", "verb: hibernate");

        JsonNode check = imported("check", changed);
        assertThat(outcomes(check)).containsExactly("checked", "refused");
        assertThat(check.path("items").path(1).path("findings").findValuesAsText("code"))
                .contains("unknown_verb");
        assertThat(version(json)).isEqualTo(2);

        JsonNode replaced = imported("replace", changed);
        assertThat(outcomes(replaced)).containsExactly("updated", "refused");
        assertThat(version(json)).isEqualTo(3);
        assertThat(done(walnut.get("api/policies/" + json)).path("armed").asBoolean()).isFalse();
        assertThat(outcomes(imported("replace", changed))).containsExactly("unchanged", "refused");

        JsonNode created = imported("create", bundle);
        assertThat(outcomes(created)).containsExactly("created", "unchanged");
        assertThat(created.path("items").path(0).path("id").asText()).isNotEqualTo(json);
        assertThat(created.path("items").path(1).path("id").asText()).isEqualTo(yaml);
    }

    @Test
    @Requirement("POL-97")
    void one_document_comes_in_as_it_was_written() {
        String other = IN_YAML.replace("30s", "45s");
        JsonNode answer = done(walnut.send("POST", "api/policies/import?mode=create", other, YAML));
        String id = answer.path("items").path(0).path("id").asText();
        assertThat(walnut.get("api/policies/export?as=document&id=" + id).text()).isEqualTo(other);
        assertThat(
                        outcomes(
                                done(
                                        walnut.send(
                                                "POST",
                                                "api/policies/import?mode=replace",
                                                other,
                                                YAML))))
                .containsExactly("refused");
        assertThat(walnut.post("api/policies/import?mode=create", "{\"kind\":\"other\"}").status())
                .isEqualTo(400);
        assertThat(walnut.post("api/policies/import", "{}").status()).isEqualTo(400);
    }

    private JsonNode imported(String mode, String bundle) {
        return done(walnut.send("POST", "api/policies/import?mode=" + mode, bundle, JSON));
    }

    private static List<String> outcomes(JsonNode answer) {
        return answer.path("items").findValuesAsText("outcome");
    }

    private int version(String id) {
        return done(walnut.get("api/policies/" + id)).path("version_int").asInt();
    }

    private void arm(String id) {
        done(
                walnut.post(
                        "api/policies/" + id + "/arm",
                        "{\"reason\":\"it is tested\",\"confirm\":\"Then the"
                                + " rest\",\"targets\":1}"));
    }
}
