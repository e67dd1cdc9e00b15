package io.github.walnut.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.github.walnut.Requirement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Text of a policy stays text: it reaches no compiler and no evaluator of expressions. */
class RulesAreFixedTest {

    private static final String CANARY = "walnut.test.rules-canary";
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final List<String> CODE =
            List.of(
                    "\"; System.setProperty(\"" + CANARY + "\", \"1\"); //",
                    "OB\" ) eval( System.setProperty(\"" + CANARY + "\", \"1\") == null ) //",
                    "end rule \"x\" when then System.setProperty(\"" + CANARY + "\",\"1\"); end",
                    "${System.setProperty('" + CANARY + "','1')}",
                    "#{T(java.lang.System).setProperty('" + CANARY + "','1')}",
                    "@{System.setProperty(\"" + CANARY + "\",\"1\")}",
                    "new java.lang.ProcessBuilder(\"true\").start()");
    private static final String FULL =
            """
            description: what it is for
            trigger: {type: ups.state, equals: OB, ups: rack-a@s}
            conditions:
              all:
                - {scope: ups, field: status, op: "=", value: on_battery}
                - {scope: metric, field: charge_pct, op: "<", value: 60}
            actions:
              - {id: one, host_id: h1, capability: power.control, verb: shutdown, idempotency: {key_hint: nas}}
            """;

    @AfterEach
    void nothing_was_run() {
        assertThat(System.getProperty(CANARY)).isNull();
    }

    /** One member after the other is replaced by code; what is accepted is matched against. */
    @Test
    @Requirement("SEC-66")
    void code_in_any_field_of_a_policy_is_text() throws Exception {
        int accepted = 0;
        int number = 1;
        try (Scene scene = new Scene()) {
            for (String code : CODE) {
                for (JsonNode document : variants(code)) {
                    String yaml = YAML.writeValueAsString(document).replaceFirst("^---\n", "");
                    try {
                        scene.put(number++, yaml);
                        accepted++;
                    } catch (IllegalArgumentException refused) {
                        assertThat(refused.getMessage()).contains("Finding");
                    }
                }
            }
            scene.poll("rack-a@s", "OL");
            scene.poll("rack-a@s", "OB DISCHRG");
            scene.pass("5s");
            scene.poll("rack-a@s", "OB DISCHRG LB");
            assertThat(scene.session.takeProblems()).isEmpty();
        }
        assertThat(accepted).isPositive();
    }

    @Test
    @Requirement("SEC-66")
    void nothing_but_the_build_compiles_rules() {
        JavaClasses ours =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.github.walnut.rules");

        ArchRuleDefinition.noClasses()
                .that()
                .haveNameNotMatching(".*\\.P[0-9A-F]{2}\\.Lambda.*")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "org\\.kie\\.internal\\.builder\\..*|org\\.kie\\.api\\.builder\\..*"
                                + "|org\\.drools\\.compiler\\..*|org\\.drools\\.mvel\\..*"
                                + "|org\\.mvel2\\..*|org\\.kie\\.internal\\.utils\\.KieHelper"
                                + "|javax\\.script\\..*|javax\\.tools\\..*")
                .check(ours);
    }

    private static List<JsonNode> variants(String code) throws Exception {
        List<JsonNode> variants = new ArrayList<>();
        int places = places(YAML.readTree(FULL));
        for (int place = 0; place < places; place++) {
            JsonNode document = YAML.readTree(FULL);
            replace(document, code, new int[] {place});
            variants.add(document);
        }
        return variants;
    }

    private static int places(JsonNode node) {
        if (node.isTextual()) {
            return 1;
        }
        int count = 0;
        for (JsonNode child : node) {
            count += places(child);
        }
        return count;
    }

    private static void replace(JsonNode node, String code, int[] left) {
        if (node instanceof ObjectNode object) {
            object.properties()
                    .forEach(
                            member -> {
                                if (member.getValue().isTextual()) {
                                    if (left[0]-- == 0) {
                                        member.setValue(TextNode.valueOf(code));
                                    }
                                } else {
                                    replace(member.getValue(), code, left);
                                }
                            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i).isTextual()) {
                    if (left[0]-- == 0) {
                        array.set(i, TextNode.valueOf(code));
                    }
                } else {
                    replace(array.get(i), code, left);
                }
            }
        }
    }
}
