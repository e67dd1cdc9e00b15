package io.github.walnut.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.Requirement;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.PolicyReading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that mean harm: they get findings at their place, and nothing else happens. */
@Timeout(600)
class HostileDocumentsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String TRIGGER = "\ntrigger: {type: ups.state, equals: OB}\n";
    private static final String ACTIONS =
            "actions: [{host_id: pve-b, capability: vm.lifecycle, verb: shutdown, selector: {external_ids: ['201']}}]\n";
    private static final List<String> VALUES =
            List.of(
                    "null",
                    "true",
                    "-1",
                    "0.5",
                    "99999999999999999999999",
                    "1e39",
                    "\"\"",
                    "\"text\"",
                    "\"\\u202E\\uFEFF\"",
                    "[]",
                    "[null]",
                    "[[],{}]",
                    "{}",
                    "{\"a\":{}}");

    @TempDir private Path folder;

    /** Every member and item of every example, replaced by something of each type, or left out. */
    @ParameterizedTest
    @MethodSource("io.github.walnut.policy.json.Golden#files")
    @Requirement({"POL-3", "POL-70"})
    void wrong_types_anywhere_are_findings_at_their_place(String file) throws Exception {
        for (JsonPointer place : places(Golden.tree(file), JsonPointer.empty())) {
            for (String value : VALUES) {
                JsonNode changed = Golden.tree(file);
                put(changed, place, JSON.readTree(value));
                PolicyReading reading = PolicyFuzz.document(changed.toString(), DocumentTree.JSON);
                assertThat(reading.findings()).allMatch(finding -> points(finding, changed));
            }
            JsonNode without = Golden.tree(file);
            remove(without, place);
            assertThat(PolicyFuzz.document(without.toString(), DocumentTree.YAML).findings())
                    .allMatch(finding -> points(finding, without));
        }
    }

    static Stream<String> codeLike() {
        return Stream.of(
                "#{T(java.lang.Runtime).getRuntime().exec('touch MARK')}",
                "${T(java.lang.Runtime).getRuntime().exec('touch MARK')}",
                "${bean:java.lang.Runtime?method=exec(touch MARK)}",
                "${header.x} ${body} ${env:HOME} ${sys.user.home} {{env:PATH}} {{sys:user.home}}",
                "${jndi:ldap://127.0.0.1/x}",
                "$simple{exchange.context.stop}",
                "abc\"); new java.io.File(\"MARK\").createNewFile(); //",
                "rule \"x\" when then new java.io.File(\"MARK\").createNewFile(); end",
                "eval( new java.io.File(\"MARK\").createNewFile() )",
                "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[]]]",
                "$(touch MARK) `touch MARK` ; touch MARK | touch MARK",
                "'; DROP TABLE policies; --",
                "<script>alert(1)</script>",
                "{% include 'x' %} <#assign x=1> <%= 1 %>",
                "%s%n%x %1$s {0} \\u0041",
                "../../../../etc/passwd");
    }

    @ParameterizedTest
    @MethodSource("codeLike")
    @Requirement("POL-3")
    void text_that_looks_like_code_stays_text(String code) {
        Path mark = folder.resolve("mark");
        String text = code.replace("MARK", mark.toString());
        for (String file : List.of("v1/example-a.json", "v2/example-b.yaml")) {
            for (JsonPointer place : places(Golden.tree(file), JsonPointer.empty())) {
                JsonNode changed = Golden.tree(file);
                put(changed, place, JSON.getNodeFactory().textNode(text));
                PolicyFuzz.document(changed.toString(), DocumentTree.JSON);
            }
            ObjectNode named = (ObjectNode) Golden.tree(file);
            named.put("name", text).put("notes", text);
            PolicyReading reading = PolicyFuzz.document(named.toString(), DocumentTree.YAML);
            assertThat(reading.policy().name()).isEqualTo(text);
            assertThat(reading.policy().notes()).isEqualTo(text);
        }

        assertThat(Files.exists(mark)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {33, 190, 250, 5_000, 100_000})
    @Requirement("POL-4")
    void depth_has_an_end(int depth) {
        for (String name : List.of("x", "actions", "trigger", "match")) {
            String list = "[".repeat(depth) + "]".repeat(depth);
            String maps = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
            for (String deep : List.of(list, maps, "[".repeat(depth), "{\"a\":".repeat(depth))) {
                for (String type : List.of(DocumentTree.JSON, DocumentTree.YAML)) {
                    assertThat(codes("{\"" + name + "\":" + deep + "}", type))
                            .isSubsetOf("too_deep", "not_json", "not_yaml", "too_large");
                }
            }
        }
        assertThat(codes("- ".repeat(Math.min(depth, 100_000)) + "x", DocumentTree.YAML))
                .isSubsetOf("not_yaml", "not_an_object");
        assertThat(codes("? ".repeat(Math.min(depth, 100_000)) + "x", DocumentTree.YAML))
                .isSubsetOf("not_yaml", "not_an_object");
    }

    static Stream<String> long_() {
        String action = "{\"host_id\":\"h\",\"capability\":\"a.b\",\"verb\":\"c\"},";
        return Stream.of(
                "actions: [" + action.repeat(5_000) + "]",
                "triggers: [" + "{},".repeat(60_000) + "]",
                "x: [" + "1,".repeat(45_000) + "]",
                "x: [" + "1,".repeat(120_000) + "]",
                "trigger: {type: ups.state, equals: OB, ups: [" + "nobody,".repeat(30_000) + "]}",
                "safeties: {never_hosts: [" + "nobody,".repeat(30_000) + "]}",
                actions("after: [" + "z,".repeat(45_000) + "]"),
                actions("selector: {external_ids: [" + "1-10000,".repeat(25_000) + "]}"),
                actions("selector: {external_ids: [" + ranges(9_000) + "]}"),
                actions("selector: {names: [" + "nobody,".repeat(30_000) + "]}"),
                actions("selector: {labels: {a: [" + "b,".repeat(45_000) + "]}}"),
                actions("verb: " + "v".repeat(4_000)),
                "conditions: {all: [{scope: ups, field: status, op: in, value: ["
                        + "OB,".repeat(40_000)
                        + "]}]}");
    }

    private static String ranges(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i).append("0000-").append(i).append("9999,");
        }
        return text.toString();
    }

    private static String actions(String members) {
        String other = members.startsWith("verb") ? "" : "verb: shutdown, ";
        return "actions: [{host_id: lab-ssh, capability: service.control, target_type: service, "
                + other
                + members
                + "}]";
    }

    @ParameterizedTest
    @MethodSource("long_")
    @Requirement("POL-4")
    void long_lists_end_in_findings(String member) {
        String key = member.substring(0, member.indexOf(':'));
        String document =
                "name: abc\n"
                        + member
                        + "\n"
                        + (key.startsWith("trigger") ? "" : TRIGGER)
                        + (key.equals("actions") ? "" : ACTIONS);

        PolicyReading reading = PolicyFuzz.document(document, DocumentTree.YAML);

        assertThat(reading.findings()).isNotEmpty();
    }

    @Test
    @Requirement("POL-4")
    void many_members_and_long_keys_end_in_findings() {
        StringBuilder members = new StringBuilder("{\"name\":\"abc\"");
        for (int i = 0; i < 24_000; i++) {
            members.append(",\"k").append(i).append("\":1");
        }
        assertThat(codes(members + "}", DocumentTree.JSON)).contains("unknown_field");
        assertThat(codes(members + "}", DocumentTree.YAML)).contains("unknown_field");
        String key = "k".repeat(100_000);
        for (String type : List.of(DocumentTree.JSON, DocumentTree.YAML)) {
            assertThat(codes("{\"" + key + "\":[" + "1,".repeat(40_000) + "1]}", type))
                    .isSubsetOf("not_json", "not_yaml");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"abc\",\"name\":\"abd\"}",
                "{\"trigger\":{\"type\":\"ups.state\",\"type\":\"duration\"}}",
                "{\"x\":[{\"a\":1,\"\\u0061\":2}]}"
            })
    @Requirement({"POL-4", "POL-95"})
    void a_key_that_stands_twice_is_refused(String document) {
        assertThat(codes(document, DocumentTree.JSON)).containsExactly("not_json");
        assertThat(codes(document, DocumentTree.YAML)).containsExactly("not_yaml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e400",
                "1e-400",
                "1e999999999",
                "-1E+2147483647",
                "123456789012345678901234567890123456789012345",
                "0.12345678901234567890123456789012345678901"
            })
    @Requirement("POL-4")
    void numbers_of_any_size_are_harmless(String number) {
        for (String type : List.of(DocumentTree.JSON, DocumentTree.YAML)) {
            for (String place :
                    List.of(
                            "\"priority\":" + number,
                            "\"x\":" + number,
                            "\"version\":" + number,
                            "\"trigger\":{\"type\":\"metric.threshold\",\"metric\":\"load\",\"op\":\"<\",\"value\":"
                                    + number
                                    + "}")) {
                assertThat(PolicyFuzz.document("{" + place + "}", type).blocked()).isTrue();
            }
        }
    }

    @Test
    @Requirement({"POL-4", "POL-95"})
    void aliases_cannot_blow_a_document_up() {
        StringBuilder laughs =
                new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 7; i++) {
            laughs.append("a%d: &a%d [%s]%n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(8)));
        }
        assertThat(codes(laughs.toString(), DocumentTree.YAML)).containsExactly("not_yaml");
        String wide = "a: &a [" + "x,".repeat(20_000) + "]\nb: [" + "*a,".repeat(50) + "]\n";
        assertThat(codes(wide, DocumentTree.YAML)).containsExactly("not_yaml");
        assertThat(codes("a: &a {b: *a}", DocumentTree.YAML)).containsExactly("not_yaml");
        StringBuilder deep = new StringBuilder("a0: &a0 [[[[[[[[x]]]]]]]]\n");
        for (int i = 1; i < 8; i++) {
            deep.append("a%d: &a%d [[[[[[[[*a%d]]]]]]]]%n".formatted(i, i, i - 1));
        }
        assertThat(codes(deep.toString(), DocumentTree.YAML)).containsOnly("too_deep");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\uD800", "\\uDC00 abc", "abc \\uD83D", "abc\\u0000def"})
    @Requirement("POL-3")
    void text_that_no_other_program_can_hold_is_refused_at_its_place(String text) {
        for (String type : List.of(DocumentTree.JSON, DocumentTree.YAML)) {
            PolicyReading reading = PolicyFuzz.document("{\"x\":[{\"y\":\"" + text + "\"}]}", type);
            assertThat(reading.findings())
                    .extracting(Finding::pointer, Finding::code)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("/x/0/y", "bad_text"));
            assertThat(codes("{\"x\":{\"" + text + "\":1}}", type)).containsExactly("bad_text");
        }
    }

    @Test
    @Requirement("POL-3")
    void odd_but_whole_text_is_kept_as_it_is() {
        String odd = "\u202Eabc\u2066 \uFEFF e\u0301 \uD83D\uDE00 \u200B";
        ObjectNode document = (ObjectNode) Golden.tree("v2/example-a.yaml");
        document.put("notes", odd);

        assertThat(PolicyFuzz.document(document.toString(), DocumentTree.JSON).policy().notes())
                .isEqualTo(odd);
        assertThat(codes("\uFEFF{}", DocumentTree.JSON)).containsExactly("not_json");
        assertThat(
                        PolicyFuzz.document(
                                        "\uFEFF" + Golden.text("v2/example-a.yaml"),
                                        DocumentTree.YAML)
                                .policy())
                .isNotNull();
    }

    @Test
    @Requirement("POL-38")
    void a_pattern_with_many_stars_takes_no_longer_than_others() {
        String stars = "*a".repeat(200) + "*b";
        String name = "a".repeat(90);
        PolicyReading reading =
                PolicyFuzz.document(
                        "name: abc"
                                + TRIGGER
                                + "actions: [{host_id: pve-b, capability: vm.lifecycle, verb: shutdown, selector:"
                                + " {query: 'name ~ \""
                                + stars
                                + "\" or \""
                                + name
                                + "\" = x or id ~ \"*2*0*1*\"'}}]",
                        DocumentTree.YAML);
        assertThat(reading.findings()).isNotEmpty();
    }

    private static List<String> codes(String document, String type) {
        return PolicyFuzz.document(document, type).findings().stream()
                .map(Finding::code)
                .distinct()
                .filter(code -> !code.equals("required"))
                .toList();
    }

    /** What it names is there, or what would hold it; a parameter may lack its object too. */
    private static boolean points(Finding finding, JsonNode document) {
        JsonPointer pointer = JsonPointer.compile(finding.pointer());
        for (int up = finding.phase().equals("schema") ? 1 : 2; up >= 0; up--) {
            if (!document.at(pointer).isMissingNode()) {
                return true;
            }
            pointer = pointer.head();
        }
        return false;
    }

    private static List<JsonPointer> places(JsonNode node, JsonPointer at) {
        List<JsonPointer> places = new ArrayList<>();
        node.properties()
                .forEach(
                        member -> {
                            JsonPointer place = at.appendProperty(member.getKey());
                            places.add(place);
                            places.addAll(places(member.getValue(), place));
                        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            JsonPointer place = at.appendIndex(i);
            places.add(place);
            places.addAll(places(node.get(i), place));
        }
        return places;
    }

    private static void put(JsonNode root, JsonPointer place, JsonNode value) {
        JsonNode holder = root.at(place.head());
        if (holder instanceof ObjectNode object) {
            object.set(place.last().getMatchingProperty(), value);
        } else {
            ((ArrayNode) holder).set(place.last().getMatchingIndex(), value);
        }
    }

    private static void remove(JsonNode root, JsonPointer place) {
        JsonNode holder = root.at(place.head());
        if (holder instanceof ObjectNode object) {
            object.remove(place.last().getMatchingProperty());
        } else {
            ((ArrayNode) holder).remove(place.last().getMatchingIndex());
        }
    }
}
