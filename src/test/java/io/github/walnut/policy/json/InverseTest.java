package io.github.walnut.policy.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.Requirement;
import io.github.walnut.integration.Catalogue;
import io.github.walnut.integration.TypeRegistry;
import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.FakeInventory;
import io.github.walnut.policy.PolicyReading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The examples and their inverses and compiled forms, as files; the types are the built-in ones.
 */
class InverseTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static FakeInventory inventory;

    @BeforeAll
    static void site() throws Exception {
        TypeRegistry types = TypeRegistry.load(Path.of("kamelets"), Catalogue.load());
        Capability[] virtual =
                types.find("walnut.virtual")
                        .orElseThrow()
                        .manifest()
                        .capabilities()
                        .toArray(Capability[]::new);
        Capability[] ssh =
                types.find("generic.ssh")
                        .orElseThrow()
                        .manifest()
                        .capabilities()
                        .toArray(Capability[]::new);
        inventory =
                new FakeInventory()
                        .withHost("pve-b", virtual)
                        .withHost("core-sw", virtual)
                        .withHost("nas-1", virtual)
                        .withHost("lab-ssh", ssh)
                        .targets("pve-b", "vm", "201", "202", "204", "231")
                        .targets("core-sw", "poe-port", "2/C1", "2/C2", "2/D1");
    }

    private static PolicyReading compiled(String file) {
        return new PolicyDocuments().compile(Golden.read(file), inventory, List.of());
    }

    private static PolicyInverse inverse(String file) {
        return new PolicyInverse(
                DocumentTree.of(Golden.text(file), media(file)),
                compiled(file).policy(),
                inventory);
    }

    private static String media(String file) {
        return file.endsWith(".yaml") ? DocumentTree.YAML : DocumentTree.JSON;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1/example-a.json",
                "v2/example-a.yaml",
                "v1/example-b.json",
                "v2/example-b.yaml",
                "v1/example-c.json",
                "v2/example-c.yaml",
                "v1/example-d.json",
                "v2/example-d.yaml",
                "apart/example-f.json",
                "apart/example-f.yaml"
            })
    @Requirement({"POL-85", "POL-86"})
    void the_examples_turn_into_what_undoes_them(String file) throws Exception {
        PolicyInverse.Result result = inverse(file).make();
        JsonNode shown =
                JSON.createObjectNode()
                        .put("format", file.endsWith(".json") ? 1 : 2)
                        .set("spec_inverse", result.document());
        ((com.fasterxml.jackson.databind.node.ObjectNode) shown)
                .set("needs_input", JSON.valueToTree(result.needsInput()));
        golden("inverse", file, shown);

        PolicyReading again =
                new PolicyDocuments()
                        .compile(
                                new PolicyDocuments()
                                        .read(result.document().toString(), DocumentTree.JSON),
                                inventory,
                                List.of());
        assertThat(again.blocked()).as(again.findings().toString()).isFalse();
        assertThat(again.policy().name()).startsWith("Inverse of ");
    }

    @Test
    @Requirement("POL-87")
    void what_nothing_undoes_is_named() {
        assertThatThrownBy(() -> inverse("v2/example-e.yaml").make())
                .hasMessage("non-invertible action: service.control.restart");
        String mix =
                """
                version: "2.0"
                name: Mix
                trigger: {type: ups.state, equals: OB}
                actions:
                  - {host_id: pve-b, capability: vm.lifecycle, verb: shutdown, selector: {all: true}}
                  - {host_id: pve-b, capability: vm.lifecycle, verb: reset, selector: {all: true}}
                """;
        PolicyReading reading =
                new PolicyDocuments()
                        .compile(
                                new PolicyDocuments().read(mix, DocumentTree.YAML),
                                inventory,
                                List.of());
        assertThatThrownBy(
                        () ->
                                new PolicyInverse(
                                                DocumentTree.of(mix, DocumentTree.YAML),
                                                reading.policy(),
                                                inventory)
                                        .make())
                .hasMessage("contains non-invertible actions: vm.lifecycle.reset");
    }

    @Test
    @Requirement("POL-86")
    void timers_webhooks_and_thresholds_ask_for_a_decision() throws Exception {
        String document =
                """
                version: "2.0"
                name: Many ways
                triggers:
                  - {type: metric.threshold, metric: charge_pct, op: "<=", value: 30}
                  - {type: timer.after, after: 10m, since_event: {type: ups.state, equals: OB}}
                  - {type: webhook.custom, name: site-down}
                  - {type: schedule, schedule: {repeat: daily, at: "02:00"}}
                  - {type: ups.state, equals: overloaded, for: 10m}
                  - {type: status_transition, from: OL, to: OB, stable_for: 10m}
                conditions:
                  all:
                    - {scope: outage, field: age_seconds, op: ">", value: 60}
                    - {scope: host, field: reachable, op: "=", value: true}
                actions:
                  - {id: a, host_id: pve-b, capability: vm.lifecycle, verb: shutdown, selector: {all: true}, stage: 1}
                  - {id: b, host_id: pve-b, capability: vm.lifecycle, verb: stop, selector: {all: true}, stage: 4, after: [a], escalate: [shutdown]}
                """;
        PolicyReading reading =
                new PolicyDocuments()
                        .compile(
                                new PolicyDocuments().read(document, DocumentTree.YAML),
                                inventory,
                                List.of());
        PolicyInverse.Result result =
                new PolicyInverse(
                                DocumentTree.of(document, DocumentTree.YAML),
                                reading.policy(),
                                inventory)
                        .make();
        JsonNode inverse = result.document();
        assertThat(result.needsInput())
                .containsExactly(
                        "/triggers/0/value",
                        "/triggers/1/after",
                        "/triggers/2/name",
                        "/triggers/3/schedule/at",
                        "/triggers/4/equals");
        assertThat(inverse.at("/triggers/0/op").asText()).isEqualTo(">");
        assertThat(inverse.at("/triggers/1/since_event/equals").asText()).isEqualTo("OL");
        assertThat(inverse.at("/triggers/5").toString())
                .isEqualTo(
                        "{\"type\":\"status_transition\",\"stable_for\":\"10m\",\"from\":\"OB\",\"to\":\"OL\"}");
        assertThat(inverse.at("/conditions/all").toString())
                .isEqualTo(
                        "[{\"scope\":\"host\",\"field\":\"reachable\",\"op\":\"=\",\"value\":true},"
                                + "{\"scope\":\"metric\",\"field\":\"charge_pct\",\"op\":\">=\",\"value\":40}]");
        assertThat(inverse.at("/actions/0/after/0").asText()).isEqualTo("b");
        assertThat(inverse.at("/actions/0/stage").asInt()).isEqualTo(3);
        assertThat(inverse.at("/actions/1/stage").asInt()).isZero();
        assertThat(inverse.at("/actions/1").has("escalate")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1/example-a.json",
                "v1/example-b.json",
                "v1/example-c.json",
                "v1/example-d.json",
                "v1/example-e.json",
                "apart/example-f.yaml"
            })
    @Requirement("POL-76")
    void the_compiled_form_is_the_same_for_the_same_document_and_inventory(String file)
            throws Exception {
        PolicyReading reading = compiled(file);
        JsonNode tree = new CompiledForm(reading.policy(), inventory).tree(null, null, reading);
        golden("compiled", file, tree);
        if (file.startsWith("v1")) {
            PolicyReading other = compiled(file.replace("v1/", "v2/").replace(".json", ".yaml"));
            assertThat(new CompiledForm(other.policy(), inventory).tree(null, null, other))
                    .isEqualTo(tree);
        }
    }

    private static void golden(String folder, String file, JsonNode tree) throws Exception {
        Path path = Golden.POLICIES.resolve(folder).resolve(file.replace('/', '-') + ".txt");
        String text = tree.toPrettyString() + "\n";
        if (Boolean.getBoolean("walnut.write-golden")) {
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        }
        assertThat(text).isEqualTo(Files.readString(path));
    }
}
