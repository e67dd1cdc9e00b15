package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "ups", description = "UPSs and what they report.", subcommands = UpsHistory.class)
final class UpsCommand {

    private static final String ID_TEXT = "upsname@server, or a bare name when it is unique";

    @ParentCommand private Walnut walnut;

    Walnut walnut() {
        return walnut;
    }

    static String path(String id) {
        return "api/ups/" + ApiClient.segment(id);
    }

    @Command(name = "list", description = "Every UPS with its state.")
    int list() {
        walnut.output()
                .table(
                        walnut.api().items("api/ups"),
                        "UPS",
                        "/id",
                        "STATE",
                        "/state",
                        "FLAGS",
                        "/flags",
                        "CHARGE %",
                        "/battery_percent",
                        "RUNTIME S",
                        "/runtime_seconds",
                        "LOAD %",
                        "/load_percent",
                        "AGE S",
                        "/age_seconds");
        return 0;
    }

    @Command(
            name = "show",
            description = "One UPS, or the bare value of one of its variables as it is now.")
    int show(
            @Parameters(paramLabel = "ID", description = ID_TEXT) String id,
            @Parameters(paramLabel = "VAR", arity = "0..1", description = "Such as battery.charge")
                    String variable) {
        if (variable == null) {
            walnut.output().object(walnut.api().get(path(id)));
            return 0;
        }
        JsonNode items = walnut.api().get(path(id) + "/variables").path("items");
        JsonNode found =
                StreamSupport.stream(items.spliterator(), false)
                        .filter(item -> item.path("name").asText().equals(variable))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new CliException(
                                                CliException.FAILED,
                                                id
                                                        + " reports no "
                                                        + variable
                                                        + ". See walnut ups vars "
                                                        + id));
        walnut.output().answer(found.path("value"), Output.text(found.path("value")));
        return 0;
    }

    @Command(name = "vars", description = "Every variable, asked of its server now.")
    int vars(
            @Parameters(paramLabel = "ID", description = ID_TEXT) String id,
            @Option(names = "--writable", description = "Only those that can be set")
                    boolean writable) {
        JsonNode items = walnut.api().get(path(id) + "/variables").path("items");
        walnut.output()
                .table(
                        writable ? Output.only(items, item -> item.path("rw").asBoolean()) : items,
                        "NAME",
                        "/name",
                        "VALUE",
                        "/value",
                        "WRITABLE",
                        "/rw",
                        "DESCRIPTION",
                        "/description");
        return 0;
    }

    @Command(name = "commands", description = "Its instant commands, asked of its server now.")
    int commands(@Parameters(paramLabel = "ID", description = ID_TEXT) String id) {
        walnut.output()
                .table(
                        walnut.api().get(path(id) + "/commands").path("items"),
                        "COMMAND",
                        "/name",
                        "DANGEROUS",
                        "/dangerous",
                        "DESCRIPTION",
                        "/description");
        return 0;
    }

    @Command(
            name = "run",
            description = "Send an instant command; one that can cut power has to be confirmed.")
    int run(
            @Parameters(paramLabel = "ID", description = ID_TEXT) String id,
            @Parameters(paramLabel = "COMMAND", description = "See walnut ups commands ID")
                    String command,
            @Parameters(paramLabel = "PARAMETER", arity = "0..1", description = "One word")
                    String parameter,
            @Option(names = "--yes", description = "Do not ask") boolean yes) {
        ApiClient api = walnut.api();
        ObjectNode body = Output.JSON.createObjectNode().put("command", command);
        if (parameter != null) {
            body.put("parameter", parameter);
        }
        if (dangerous(api, id, command)) {
            String full = api.get(path(id)).path("id").asText();
            Terminal.confirm(yes, full, command + " can cut the power of what " + full + " feeds.");
            body.put("confirm", full);
        }
        return answered(api.post(path(id) + "/commands", body), command);
    }

    /** What the server does not list is left to it to refuse. */
    private static boolean dangerous(ApiClient api, String id, String command) {
        return StreamSupport.stream(
                        api.get(path(id) + "/commands").path("items").spliterator(), false)
                .anyMatch(
                        item ->
                                item.path("name").asText().equals(command)
                                        && item.path("dangerous").asBoolean());
    }

    @Command(name = "set", description = "Set a variable.")
    int set(
            @Parameters(paramLabel = "ID", description = ID_TEXT) String id,
            @Parameters(paramLabel = "VAR", description = "See walnut ups vars ID --writable")
                    String variable,
            @Parameters(paramLabel = "VALUE") String value) {
        String path = path(id) + "/variables/" + ApiClient.segment(variable);
        String body = Output.JSON.createObjectNode().put("value", value).toString();
        return answered(
                walnut.api().put(path, body, "application/json", "*"), variable + " = " + value);
    }

    /** {@code UNKNOWN} is no success: nobody told within the time what became of it. */
    private int answered(JsonNode answer, String what) {
        String result = answer.path("result").asText();
        String before =
                answer.hasNonNull("old_value")
                        ? " (was " + Output.text(answer.path("old_value")) + ")"
                        : "";
        walnut.output().done(answer, what + before + ": " + result);
        return result.equals("UNKNOWN") ? CliException.FAILED : 0;
    }

    @Command(name = "forget", description = "Forget a UPS that its server lists no longer.")
    int forget(
            @Parameters(paramLabel = "ID", description = ID_TEXT) String id,
            @Option(names = "--yes", description = "Do not ask") boolean yes) {
        Terminal.confirm(yes, id, "Its samples and settings go with it.");
        walnut.api().delete(path(id), "*");
        walnut.output().done("Forgotten.");
        return 0;
    }
}
