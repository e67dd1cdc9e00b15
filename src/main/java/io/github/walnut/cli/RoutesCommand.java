package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "routes", description = "What walNUT consists of, and routes of your own.")
final class RoutesCommand {

    private static final String PATH = "api/routes";

    @ParentCommand private Walnut walnut;

    @Command(name = "list", description = "Every route with what passed it.")
    int list(
            @Option(names = "--user", description = "Only routes that people wrote") boolean user) {
        walnut.output()
                .table(
                        walnut.api()
                                .get(PATH + "?limit=500" + (user ? "&origin=user" : ""))
                                .path("items"),
                        "ID",
                        "/id",
                        "ORIGIN",
                        "/origin",
                        "STATUS",
                        "/status",
                        "TOTAL",
                        "/exchanges_total",
                        "FAILED",
                        "/failed_total",
                        "IN FLIGHT",
                        "/inflight",
                        "DESCRIPTION",
                        "/description");
        return 0;
    }

    @Command(
            name = "validate",
            description = "Check a file and start it for a trial; 1 when it would be refused.")
    int validate(
            @Option(
                            names = "-f",
                            required = true,
                            paramLabel = "FILE",
                            description = "YAML, or XML in a file named .xml")
                    Path file) {
        JsonNode answer = walnut.api().post(PATH + "/validate", body(file));
        walnut.output().findings(answer);
        return answer.path("ok").asBoolean() ? 0 : CliException.FAILED;
    }

    @Command(
            name = "apply",
            description = "Keep and run a file, in place of the document with the same id.")
    int apply(
            @Option(
                            names = "-f",
                            required = true,
                            paramLabel = "FILE",
                            description = "YAML, or XML in a file named .xml")
                    Path file) {
        ObjectNode body = body(file);
        JsonNode route;
        try {
            route = walnut.api().post(PATH, body);
        } catch (CliException refused) {
            String existing = existing(refused);
            if (existing == null) {
                throw refused;
            }
            route = walnut.api().put(path(existing), body.toString(), "application/json", "*");
        }
        return said(route);
    }

    private static String existing(CliException refused) {
        JsonNode problem = refused.problem();
        return problem != null && problem.path("code").asText().equals("duplicate")
                ? problem.path("existing_id").asText(null)
                : null;
    }

    @Command(name = "rollback", description = "Make the text of an earlier version run again.")
    int rollback(
            @Parameters(paramLabel = "ID") String id,
            @Option(
                            names = "--to",
                            paramLabel = "N",
                            description = "Without it the version before the present one")
                    Integer version) {
        return said(
                walnut.api()
                        .post(
                                path(id) + "/rollback",
                                Output.JSON
                                        .createObjectNode()
                                        .put("version", version == null ? before(id) : version)));
    }

    @Command(name = "start", description = "Run a route that is stopped.")
    int start(@Parameters(paramLabel = "ID") String id) {
        return switched(walnut.api().post(path(id) + "/start", Output.JSON.createObjectNode()));
    }

    @Command(name = "stop", description = "Stop a route; one of your own stays stopped.")
    int stop(@Parameters(paramLabel = "ID") String id) {
        return switched(walnut.api().post(path(id) + "/stop", Output.JSON.createObjectNode()));
    }

    @Command(
            name = "disable",
            description =
                    "Leave routes of your own stopped from the next start on. Works on the data"
                            + " folder of this machine, without a server.")
    int disable(
            @Parameters(paramLabel = "ID", description = "Of the document: its first route")
                    String id) {
        return enable(id, false);
    }

    @Command(
            name = "enable",
            description =
                    "Run routes of your own from the next start on. Works on the data folder of"
                            + " this machine, without a server.")
    int enable(
            @Parameters(paramLabel = "ID", description = "Of the document: its first route")
                    String id) {
        return enable(id, true);
    }

    private int switched(JsonNode route) {
        walnut.output()
                .done(
                        route,
                        "Route "
                                + route.path("id").asText()
                                + " is "
                                + route.path("status").asText()
                                + ".");
        return 0;
    }

    private int enable(String id, boolean enabled) {
        walnut.local().extensions().enableRoutes(walnut.configuration(), id, enabled);
        walnut.output()
                .done(
                        Output.JSON.createObjectNode().put("id", id).put("enabled", enabled),
                        "Routes "
                                + id
                                + (enabled
                                        ? " run from the next start on."
                                        : " stay stopped from the next start on.")
                                + " A server that runs now goes on as before.");
        return 0;
    }

    private int before(String id) {
        JsonNode versions = walnut.api().get(path(id) + "/versions?limit=2").path("items");
        if (versions.size() < 2) {
            throw new CliException(CliException.FAILED, "Route " + id + " has no earlier version.");
        }
        return versions.get(1).path("version").asInt();
    }

    private int said(JsonNode route) {
        walnut.output()
                .done(
                        route,
                        "Route "
                                + route.path("id").asText()
                                + " has version "
                                + route.path("version").asText()
                                + " and is "
                                + route.path("status").asText()
                                + ".");
        return 0;
    }

    private static ObjectNode body(Path file) {
        return Output.JSON
                .createObjectNode()
                .put(
                        file.toString().endsWith(".xml") ? "xml" : "yaml",
                        TextFiles.read(file) + "\n");
    }

    private static String path(String id) {
        return PATH + "/" + ApiClient.segment(id);
    }
}
