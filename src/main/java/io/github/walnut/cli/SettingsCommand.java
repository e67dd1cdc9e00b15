package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "settings", description = "Settings that the server keeps.")
final class SettingsCommand {

    @ParentCommand private Walnut walnut;

    @Command(name = "list", description = "Every setting in force, and where it comes from.")
    int list() {
        return table(walnut);
    }

    /** Of every group, one row a key. */
    static int table(Walnut walnut) {
        ArrayNode rows = Output.JSON.createArrayNode();
        walnut.api().get("api/settings").path("groups").forEach(group -> rows(group, rows));
        walnut.output()
                .table(
                        rows,
                        "SETTING",
                        "/setting",
                        "VALUE",
                        "/value",
                        "ORIGIN",
                        "/origin",
                        "LOCKED",
                        "/locked");
        return 0;
    }

    private static void rows(JsonNode group, ArrayNode rows) {
        String name = group.path("name").asText();
        group.path("values")
                .properties()
                .forEach(
                        value -> {
                            ObjectNode row = rows.addObject();
                            row.put("setting", name + "." + value.getKey());
                            row.set("value", shown(value.getValue()));
                            row.set("origin", group.path("origin").get(value.getKey()));
                            row.put("locked", locked(group, value.getKey()));
                        });
    }

    /** Of a secret only whether it is set. */
    private static JsonNode shown(JsonNode value) {
        return value.isObject() && value.has("set")
                ? TextNode.valueOf(value.path("set").asBoolean() ? "***" : "(not set)")
                : value;
    }

    private static boolean locked(JsonNode group, String key) {
        return StreamSupport.stream(group.path("locked").spliterator(), false)
                .anyMatch(each -> each.asText().equals(key));
    }

    @Command(name = "get", description = "A group of settings, or the bare value of one of them.")
    int get(@Parameters(paramLabel = "GROUP[.KEY]") String name) {
        int dot = name.indexOf('.');
        String group = dot < 0 ? name : name.substring(0, dot);
        JsonNode answer = walnut.api().get("api/settings/" + ApiClient.segment(group));
        Output output = walnut.output();
        if (dot < 0) {
            if (output.json()) {
                output.value(answer);
            } else {
                ArrayNode rows = Output.JSON.createArrayNode();
                rows(answer, rows);
                output.table(rows, "SETTING", "/setting", "VALUE", "/value", "ORIGIN", "/origin");
            }
            return 0;
        }
        String key = name.substring(dot + 1);
        JsonNode value = answer.path("values").path(key);
        if (value.isMissingNode()) {
            throw new CliException(
                    CliException.FAILED,
                    "There is no setting " + name + ". See walnut settings get " + group);
        }
        output.answer(value, Output.text(shown(value)));
        return 0;
    }

    @Command(
            name = "set",
            description = "Change one setting; the word null brings the default back.")
    int set(
            @Parameters(paramLabel = "GROUP.KEY") String name,
            @Parameters(
                            paramLabel = "VALUE",
                            description = "JSON is read as JSON, @FILE and @- as a secret's source")
                    String value) {
        int dot = name.indexOf('.');
        if (dot < 1) {
            throw new CliException(
                    CliException.USAGE,
                    "GROUP.KEY: expected such as polling.dead_time, got '" + name + "'");
        }
        String group = name.substring(0, dot);
        String key = name.substring(dot + 1);
        ObjectNode body = Output.JSON.createObjectNode();
        body.set(key, read(value));
        JsonNode after = walnut.api().patch("api/settings/" + ApiClient.segment(group), body, "*");
        boolean later =
                StreamSupport.stream(after.path("restart_required").spliterator(), false)
                        .anyMatch(each -> each.asText().equals(key));
        walnut.output()
                .done(
                        after,
                        name
                                + " = "
                                + Output.text(shown(after.path("values").path(key)))
                                + (later ? "; it counts after a restart." : ""));
        after.path("findings")
                .forEach(found -> walnut.output().say(found.path("message").asText()));
        return 0;
    }

    private static JsonNode read(String value) {
        if (value.startsWith("@")) {
            return TextNode.valueOf(
                    new String(
                            SecretInput.read(
                                    "VALUE", java.nio.file.Path.of(value.substring(1)), "")));
        }
        return GivenValues.json(value);
    }
}
