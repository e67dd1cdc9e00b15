package io.github.walnut.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The tables of members in the reference are what the schemas say. Run with {@code
 * -Dwalnut.write-reference=true} to write them anew.
 */
class PolicyFormatPageTest {
    private static final Path PAGE = Path.of("docs/reference/policy-format.md");
    private static final String BEGIN = "<!-- written from the schemas: begin -->\n";
    private static final String END = "<!-- written from the schemas: end -->\n";

    @Test
    @Requirement({"POL-2", "POL-3"})
    void the_page_lists_every_member_as_the_schemas_have_it() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        String whole = page.substring(0, begin) + members() + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("walnut.write-reference")) {
            Files.writeString(PAGE, whole);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(whole);
    }

    @Test
    @Requirement("POL-70")
    void the_page_names_every_code_of_a_finding() throws IOException {
        Pattern code =
                Pattern.compile(
                        "(?:schema|compile|warn|add|blocker|note|UnreadableDocument|cannotCompare)\\([^;]*?\"([a-z0-9]+(?:_[a-z0-9]+)+)\"");
        Set<String> codes = new TreeSet<>();
        for (String room : List.of("policy", "policy/json", "inventory", "document")) {
            try (Stream<Path> sources =
                    Files.list(Path.of("src/main/java/io/github/walnut", room))) {
                for (Path source :
                        sources.filter(file -> file.toString().endsWith(".java"))
                                .filter(file -> !file.endsWith("XmlTree.java")) // of routes alone
                                .toList()) {
                    code.matcher(Files.readString(source))
                            .results()
                            .forEach(m -> codes.add(m.group(1)));
                }
            }
        }
        String page = Files.readString(PAGE);
        String findings = page.substring(page.indexOf("## Findings"));

        assertThat(codes).hasSizeGreaterThan(40);
        assertThat(codes).allSatisfy(one -> assertThat(findings).contains("`" + one + "`"));
    }

    private static String members() {
        JsonNode first = PolicySchemas.of(1);
        JsonNode second = PolicySchemas.of(2);
        StringBuilder text = new StringBuilder();
        table("The document of format 2", second, text);
        for (String own : List.of("action", "selector")) {
            table("`" + own + "` of format 2", second.at("/$defs/" + own), text);
        }
        table("The document of format 1", first, text);
        for (String own : List.of("trigger_group", "targets", "selector", "action")) {
            table("`" + own + "` of format 1", first.at("/$defs/" + own), text);
        }
        second.get("$defs")
                .properties()
                .forEach(
                        shared -> {
                            boolean own = List.of("action", "selector").contains(shared.getKey());
                            if (shared.getValue().has("properties") && !own) {
                                table("`" + shared.getKey() + "`", shared.getValue(), text);
                            }
                        });
        return text.toString();
    }

    private static void table(String heading, JsonNode schema, StringBuilder text) {
        text.append("\n### ").append(heading).append("\n\n");
        String about = schema.path("description").asText();
        text.append(about).append(about.endsWith(".") ? "\n\n" : ".\n\n");
        text.append("| Member | Type | Default | Meaning |\n|---|---|---|---|\n");
        rows("", schema, text);
        for (JsonNode branch : schema.path("allOf")) {
            String kind = branch.at("/if/properties/type/const").asText();
            if (!kind.isEmpty() && branch.at("/then/properties").size() > 0) {
                rows("`" + kind + "`: ", branch.get("then"), text);
            }
        }
        text.append('\n');
    }

    private static void rows(String kind, JsonNode schema, StringBuilder text) {
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("properties")
                .properties()
                .forEach(
                        member ->
                                text.append("| ")
                                        .append(kind)
                                        .append('`')
                                        .append(member.getKey())
                                        .append("` | ")
                                        .append(type(member.getValue()))
                                        .append(" | ")
                                        .append(otherwise(member, required))
                                        .append(" | ")
                                        .append(member.getValue().path("description").asText())
                                        .append(" |\n"));
    }

    private static String otherwise(
            java.util.Map.Entry<String, JsonNode> member, List<String> required) {
        if (required.contains(member.getKey())) {
            return "required";
        }
        JsonNode value = member.getValue().path("default");
        return value.isMissingNode()
                ? "–"
                : "`" + (value.isTextual() ? value.asText() : value.toString()) + "`";
    }

    private static String type(JsonNode schema) {
        if (schema.has("$ref")) {
            String name = schema.get("$ref").asText().substring("#/$defs/".length());
            return switch (name) {
                case "duration", "slug", "state" -> name;
                case "cause", "op", "verbs" -> type(PolicySchemas.of(2).at("/$defs/" + name));
                default -> "`" + name + "`";
            };
        }
        if (schema.has("enum")) {
            List<String> words = new ArrayList<>();
            boolean plain = texts(schema.get("enum"));
            schema.get("enum")
                    .forEach(word -> words.add("`" + (plain ? word.asText() : word) + "`"));
            return String.join(" ", words);
        }
        for (String alternatives : List.of("oneOf", "anyOf")) {
            if (schema.has(alternatives)) {
                return joined(schema.get(alternatives));
            }
        }
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            List<String> names = new ArrayList<>();
            type.forEach(name -> names.add(name.asText()));
            return String.join(" or ", names);
        }
        return switch (type.asText()) {
            case "array" -> "list of " + type(schema.path("items"));
            case "integer" -> "integer" + range(schema);
            case "object" -> object(schema);
            case "" ->
                    schema.has("pattern")
                            ? "text like `" + schema.get("pattern").asText() + "`"
                            : "any";
            default -> type.asText();
        };
    }

    private static boolean texts(JsonNode list) {
        boolean texts = true;
        for (JsonNode item : list) {
            texts &= item.isTextual();
        }
        return texts;
    }

    private static String object(JsonNode schema) {
        if (schema.has("properties")) {
            List<String> names = new ArrayList<>();
            schema.get("properties").fieldNames().forEachRemaining(names::add);
            return "object of `" + String.join("`, `", names) + "`";
        }
        JsonNode values = schema.path("additionalProperties");
        return values.isObject() ? "object of " + type(values) + " by name" : "object";
    }

    private static String joined(JsonNode alternatives) {
        List<String> types = new ArrayList<>();
        alternatives.forEach(one -> types.add(type(one)));
        return String.join(" or ", types);
    }

    private static String range(JsonNode schema) {
        return schema.has("minimum") && schema.has("maximum")
                ? " " + schema.get("minimum") + "…" + schema.get("maximum")
                : "";
    }
}
