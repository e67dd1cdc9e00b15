package io.github.walnut.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.Requirement;
import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.FakeInventory;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyReading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyDocumentsTest {
    private static final String NAMES = "io.github.walnut.policy.json.Golden#names";
    private static final String FILES = "io.github.walnut.policy.json.Golden#files";

    private final PolicyDocuments documents = new PolicyDocuments();

    @ParameterizedTest
    @MethodSource(NAMES)
    @Requirement({"POL-1", "POL-2", "POL-6", "POL-72"})
    void both_formats_read_to_the_same_model_and_hash(String name) {
        PolicyReading first = Golden.first(name);
        PolicyReading second = Golden.second(name);

        assertThat(first.findings()).isEmpty();
        assertThat(second.findings()).isEmpty();
        assertThat(second.policy()).isEqualTo(first.policy());
        assertThat(second.canonical()).isEqualTo(first.canonical());
        assertThat(second.hash()).isEqualTo(first.hash()).matches("[0-9a-f]{64}");
        assertThat(second.behaviourHash())
                .isEqualTo(first.behaviourHash())
                .isNotEqualTo(first.hash());
    }

    @ParameterizedTest
    @MethodSource(FILES)
    @Requirement("POL-2")
    void the_model_of_a_saved_document_is_the_one_that_was_checked(String file) {
        FakeInventory inventory =
                new FakeInventory()
                        .withHost(
                                "pve-b",
                                FakeInventory.capability(
                                        "vm.lifecycle",
                                        "vm",
                                        FakeInventory.verb(
                                                "shutdown",
                                                Capability.Effect.IDEMPOTENT,
                                                false,
                                                Map.of())));
        PolicyReading reading = Golden.read(file);

        assertThat(documents.model(Golden.text(file), Golden.mediaType(file), null))
                .isEqualTo(reading.policy());
        assertThat(documents.model(Golden.text(file), Golden.mediaType(file), inventory))
                .isEqualTo(documents.compile(reading, inventory, List.of()).policy());
    }

    @ParameterizedTest
    @MethodSource(FILES)
    @Requirement("POL-2")
    void yaml_is_kept_as_json_of_the_same_model(String file) {
        String json = documents.asJson(Golden.text(file), Golden.mediaType(file));

        if (file.endsWith(".yaml")) {
            assertThat(documents.model(json, DocumentTree.JSON, null))
                    .isEqualTo(Golden.read(file).policy());
        } else {
            assertThat(json).isNull();
        }
        assertThat(documents.asJson("name: [", DocumentTree.YAML)).isNull();
    }

    @Test
    @Requirement("POL-2")
    void what_needs_two_documents_in_format_1_keeps_its_order_in_one_of_format_2() {
        PolicyReading first = Golden.read("apart/example-f.json");
        PolicyReading second = Golden.read("apart/example-f.yaml");

        assertThat(first.findings()).isEmpty();
        assertThat(second.findings()).isEmpty();
        assertThat(second.policy().triggers()).isEqualTo(first.policy().triggers());
        assertThat(second.policy().logic()).isEqualTo(first.policy().logic());
        Policy.Action clients = first.policy().actions().get(0);
        assertThat(clients.selector().externalIds())
                .containsExactly("db-main", "\"web-7\"", "231-233");
        Policy.Action storage = second.policy().actions().get(1);
        assertThat(storage.after()).containsExactly("clients");
        assertThat(storage.stage()).isEqualTo(1);
        assertThat(storage.delay()).isEqualTo(Duration.ofSeconds(15));
        assertThat(second.policy().neverHosts()).containsExactly("dns-pi");
        assertThat(second.policy().globalLock()).isEqualTo("site-shutdown");
        assertThat(second.hash()).isNotEqualTo(first.hash());
    }

    @ParameterizedTest
    @MethodSource(FILES)
    @Requirement({"POL-72", "POL-95"})
    void a_document_reads_the_same_as_json_and_as_yaml(String file) throws Exception {
        PolicyReading asWritten = Golden.read(file);
        String json = new JsonMapper().writeValueAsString(Golden.tree(file));

        assertThat(documents.read(json, "application/json").hash()).isEqualTo(asWritten.hash());
        assertThat(documents.read(json, "application/yaml").hash()).isEqualTo(asWritten.hash());
        assertThat(documents.read(blockYaml(Golden.tree(file), ""), "application/yaml").policy())
                .isEqualTo(asWritten.policy());
    }

    @ParameterizedTest
    @MethodSource(FILES)
    @Requirement("POL-72")
    void canonical_form_and_hashes_are_those_that_were_published(String file) throws Exception {
        PolicyReading reading = Golden.read(file);
        String name = file.replaceAll(".*/(.*)\\..*", "$1");
        String golden = file.startsWith("apart") ? file.substring(file.lastIndexOf('/') + 1) : name;
        Path page = Golden.POLICIES.resolve("canonical/" + golden + ".txt");
        String text =
                "hash %s%nbehaviour_hash %s%n%s%n"
                        .formatted(reading.hash(), reading.behaviourHash(), reading.canonical());
        if (Boolean.getBoolean("walnut.write-reference")) {
            Files.writeString(page, text);
        }

        assertThat(text).isEqualTo(Files.readString(page));
        ObjectNode model = (ObjectNode) new JsonMapper().readTree(reading.canonical());
        assertThat(sha256(model.without("enabled"))).isEqualTo(reading.hash());
        model.remove(List.of("name", "description", "notes", "tests", "priority"));
        assertThat(sha256(model)).isEqualTo(reading.behaviourHash());
    }

    @Test
    @Requirement("POL-72")
    void keys_stand_in_the_order_of_code_points() {
        PolicyReading reading =
                documents.read(
                        """
                        name: odd keys
                        trigger: {type: webhook.custom, name: w, match: {"\uFF5E": 1, "\uD83D\uDE00": 2, z: {b: 1, a: 2}}}
                        actions: [{host_id: h, capability: power.control, verb: shutdown}]
                        """,
                        "application/yaml");

        assertThat(reading.canonical())
                .contains("\"match\":{\"z\":{\"a\":2,\"b\":1},\"\uFF5E\":1,\"\uD83D\uDE00\":2}");
    }

    @ParameterizedTest
    @MethodSource(NAMES)
    @Requirement("POL-77")
    void the_summary_is_one_sentence_of_the_model(String name) {
        assertThat(Golden.second(name).summary())
                .isEqualTo(Golden.text("summary/" + name + ".txt").strip());
    }

    @Test
    @Requirement("POL-77")
    void the_summary_tells_order_waits_and_lock() {
        assertThat(Golden.read("apart/example-f.yaml").summary())
                .isEqualTo(Golden.text("summary/example-f.txt").strip());
    }

    private static String sha256(JsonNode node) throws Exception {
        return HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("SHA-256")
                                .digest(node.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** One member or item a line, texts quoted. */
    private static String blockYaml(JsonNode node, String indent) {
        StringBuilder text = new StringBuilder();
        node.properties()
                .forEach(
                        member ->
                                text.append(indent)
                                        .append('"' + member.getKey() + "\": ")
                                        .append(value(member.getValue(), indent + "  ")));
        node.forEach(
                item -> {
                    if (node.isArray()) {
                        text.append(indent).append("- ").append(value(item, indent + "  "));
                    }
                });
        return text.toString();
    }

    private static String value(JsonNode node, String indent) {
        return node.isContainerNode() && !node.isEmpty()
                ? "\n" + blockYaml(node, indent)
                : node + "\n";
    }
}
