package io.github.walnut.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.walnut.Requirement;
import io.github.walnut.document.DocumentLimits;
import io.github.walnut.document.DocumentReader;
import io.github.walnut.policy.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemas that editors use agree with the readers. */
class PolicySchemaTest {
    private static final DocumentReader READER = new DocumentReader(DocumentLimits.ofKib(256, 32));

    private static final Path POLICIES = Path.of("src/test/resources/policies");

    /** Days of a daily schedule, the quantifier of no state, two names of one state. */
    private static final String MEANT_WITH_OTHERS =
            ".*/(quantifier|schedule/days|triggers/2/equals)";

    private final PolicyDocuments documents = new PolicyDocuments();

    @ParameterizedTest
    @MethodSource("io.github.walnut.policy.json.Golden#names")
    @Requirement("POL-2")
    void the_schemas_accept_what_the_readers_accept(String name) throws Exception {
        JsonNode first =
                new JsonMapper().readTree(POLICIES.resolve("v1/" + name + ".json").toFile());
        assertThat(schema("1").validate(first)).isEmpty();

        String yaml = Files.readString(POLICIES.resolve("v2/" + name + ".yaml"));
        assertThat(schema("2").validate(READER.yaml(yaml))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: ab",
                "priority: 1001",
                "idempotency_window: 30s2m",
                "idempotency_window: 5ms3s",
                "trigger: {type: magic}",
                "trigger: {type: ups.state}",
                "trigger: {type: status_transition}",
                "trigger: {type: duration, to: OB}",
                "trigger: {type: metric.threshold, metric: colour, op: '<', value: 1}",
                "trigger: {type: timer.at}",
                "trigger: {type: schedule, schedule: {repeat: daily}}",
                "trigger: {type: schedule, schedule: {repeat: daily, at: '9:00'}}",
                "trigger: {type: timer.at, schedule: {repeat: weekly, at: '09:00'}}",
                "trigger: {type: timer.at, schedule: {repeat: weekly, at: '09:00', days: [1]}}",
                "trigger: {type: timer.at, schedule: {repeat: monthly, at: '09:00', days: [mon]}}",
                "trigger: {type: timer.after, after: 5m}",
                "trigger: {type: timer.after, after: 5m, since_event: {type: x, equals: OB}}",
                "trigger: {type: webhook.custom, name: No}",
                "conditions: {all: [{scope: host, field: status, op: '=', value: OB}]}",
                "conditions: {all: [{scope: host, field: reachable, op: '=', value: OB}]}",
                "conditions: {all: [{scope: vm, field: state, op: '<', value: running}]}",
                "conditions: {all: [{scope: outage, field: episode, op: in, value: [1]}]}",
                "safeties: {global_lock: 'A lock'}",
                "recovery: {retries: many}",
                "recovery: {order: sideways}",
                "tests: [{name: x}]",
                "tests: [{name: x, then: {result: fine}}]",
                "tests: [{name: x, when: [{ups: {a: {status: OB}}}], then: {}}]",
                "tests: [{name: x, given: {targets: {a: running}}, then: {}}]",
                "conditions: {all: [{scope: moon, field: status, op: '=', value: OB}]}",
                "actions: []",
                "actions: [{capability: a.b, verb: c}]",
                "logic: any",
                "triggers: [{type: ups.state, equals: OB}]"
            })
    @Requirement("POL-70")
    void the_schemas_refuse_what_the_readers_refuse(String member) throws Exception {
        String key = member.substring(0, member.indexOf(':'));
        StringBuilder document = new StringBuilder(member).append('\n');
        if (!key.equals("name")) {
            document.append("name: abc\n");
        }
        if (!key.equals("trigger")) {
            document.append("trigger: {type: ups.state, equals: OB}\n");
        }
        if (!key.equals("actions")) {
            document.append("actions: [{host_id: h, capability: a.b, verb: c}]\n");
        }

        assertThat(documents.read(document.toString(), "application/yaml").blocked()).isTrue();
        assertThat(schema("2").validate(READER.yaml(document.toString()))).isNotEmpty();
    }

    @Test
    @Requirement("POL-2")
    void both_schemas_define_alike_what_the_formats_share() throws IOException {
        JsonNode first = schema("1").getSchemaNode();
        JsonNode second = schema("2").getSchemaNode();
        List<String> own = List.of("action", "selector", "conditions");

        second.get("$defs")
                .properties()
                .forEach(
                        shared -> {
                            if (!own.contains(shared.getKey())) {
                                assertThat(first.at("/$defs/" + shared.getKey()))
                                        .as(shared.getKey())
                                        .isEqualTo(shared.getValue());
                            }
                        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @Requirement({"POL-2", "POL-3"})
    void the_readers_know_every_member_of_the_schemas(int format) {
        JsonNode root = PolicySchemas.of(format);
        ObjectNode document = new FullDocument(root).write();

        assertThat(documents.read(document.toString(), "application/json").findings())
                .filteredOn(finding -> finding.code().equals("unknown_field"))
                .extracting(Finding::pointer)
                .allMatch(pointer -> pointer.matches(MEANT_WITH_OTHERS));
        assertThat(document.at(format == 1 ? "/trigger_group/triggers" : "/triggers")).hasSize(8);
    }

    /** What the sources of the readers ask for is all that a document can say. */
    @Test
    @Requirement("POL-2")
    void the_schemas_have_every_member_that_the_readers_ask_for() throws IOException {
        Set<String> members = new TreeSet<>();
        for (int format : List.of(1, 2)) {
            collect(PolicySchemas.of(format), members);
        }
        Pattern asks =
                Pattern.compile(
                        "\\.(?:text|bool|integer|slug|duration|word|object|objects|list|texts|has|get|"
                                + "requiredText|require|missing)\\(\\s*\"([a-z_]+)\"");
        Set<String> asked = new TreeSet<>();
        try (Stream<Path> sources =
                Files.list(Path.of("src/main/java/io/github/walnut/policy/json"))) {
            for (Path source : sources.filter(f -> f.toString().endsWith("Reader.java")).toList()) {
                asks.matcher(Files.readString(source))
                        .results()
                        .forEach(m -> asked.add(m.group(1)));
            }
        }

        assertThat(asked).hasSizeGreaterThan(60);
        assertThat(members).containsAll(asked);
    }

    private static void collect(JsonNode schema, Set<String> members) {
        schema.path("properties").fieldNames().forEachRemaining(members::add);
        schema.forEach(part -> collect(part, members));
    }

    private static JsonSchema schema(String format) throws IOException {
        String text =
                Files.readString(Path.of("src/main/resources/schema/policy-" + format + ".json"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);
    }
}
