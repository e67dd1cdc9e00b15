package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "integrations", description = "Kinds of systems that can be connected.")
final class IntegrationsCommand {

    private static final String TYPES = "api/integrations/types";

    @ParentCommand private Walnut walnut;

    @Command(
            name = "types",
            description = "Every type with its state; of one the fields that its hosts have.")
    int types(@Parameters(paramLabel = "TYPE", arity = "0..1") String type) {
        if (type != null) {
            new TypeFields(walnut.output()).print(one(type));
            return 0;
        }
        walnut.output()
                .table(
                        walnut.api().items(TYPES),
                        "ID",
                        "/id",
                        "NAME",
                        "/name",
                        "VERSION",
                        "/version",
                        "CATEGORY",
                        "/category",
                        "STATUS",
                        "/status",
                        "HOSTS",
                        "/instances");
        return 0;
    }

    private JsonNode one(String type) {
        return StreamSupport.stream(walnut.api().items(TYPES).spliterator(), false)
                .filter(each -> each.path("id").asText().equals(type))
                .findFirst()
                .orElseThrow(
                        () ->
                                new CliException(
                                        CliException.FAILED,
                                        "There is no integration type '"
                                                + type
                                                + "'. See walnut integrations types"));
    }

    @Command(
            name = "validate",
            description =
                    "Check a package or the folder of a type here, or by its id one that the server has; 1 with an error.")
    int validate(@Parameters(paramLabel = "FILE.int|FOLDER|ID") String what) {
        Path file = Path.of(what);
        JsonNode findings = Files.exists(file) ? offline(file) : remote(what);
        if (findings.isEmpty() && !walnut.output().json()) {
            walnut.output().line(what + " is in order.");
        } else {
            walnut.output()
                    .table(
                            findings,
                            "SEVERITY",
                            "/severity",
                            "CODE",
                            "/code",
                            "POINTER",
                            "/pointer",
                            "MESSAGE",
                            "/message");
        }
        return findings.isEmpty() ? 0 : CliException.FAILED;
    }

    @Command(
            name = "upload",
            description = "Install a type from a package, once the server has checked all of it.")
    int upload(
            @Parameters(
                            paramLabel = "FILE",
                            description = "A zip archive whose name ends with .int")
                    Path file,
            @Option(
                            names = "--replace",
                            description = "Also in place of the same or a newer version")
                    boolean replace) {
        JsonNode made =
                walnut.api().upload(TYPES + "/upload" + (replace ? "?replace=true" : ""), file);
        walnut.output()
                .done(
                        made,
                        made.path("type_id").asText()
                                + " "
                                + made.path("version").asText()
                                + " is installed.");
        return 0;
    }

    @Command(
            name = "rescan",
            description = "Let the server look through its folders of types for what changed.")
    int rescan() {
        ApiClient api = walnut.api();
        JsonNode found =
                api.outcome(
                        api.post(TYPES + "/rescan", Output.JSON.createObjectNode()), "The rescan");
        walnut.output().object(found);
        return 0;
    }

    @Command(
            name = "disable",
            description =
                    "Leave an uploaded type out of use from the next start on. Works on the data"
                            + " folder of this machine, without a server.")
    int disable(@Parameters(paramLabel = "TYPE") String type) {
        return enable(type, false);
    }

    @Command(
            name = "enable",
            description =
                    "Use an uploaded type from the next start on. Works on the data folder of this"
                            + " machine, without a server.")
    int enable(@Parameters(paramLabel = "TYPE") String type) {
        return enable(type, true);
    }

    private int enable(String type, boolean enabled) {
        walnut.local().extensions().enableType(walnut.configuration(), type, enabled);
        walnut.output()
                .done(
                        Output.JSON.createObjectNode().put("type_id", type).put("enabled", enabled),
                        "Type "
                                + type
                                + (enabled
                                        ? " is used from the next start on."
                                        : " stays out of use from the next start on.")
                                + " A server that runs now goes on as before.");
        return 0;
    }

    @Command(name = "remove", description = "Remove a type that was uploaded.")
    int remove(
            @Parameters(paramLabel = "TYPE") String type,
            @Option(
                            names = "--force",
                            description =
                                    "Also while hosts are of it; nobody can speak to them then")
                    boolean force,
            @Option(names = "--yes", description = "Do not ask") boolean yes) {
        Terminal.confirm(yes, type, "Its files are deleted.");
        walnut.api()
                .delete(TYPES + "/" + ApiClient.segment(type) + (force ? "?force=true" : ""), "*");
        walnut.output().done("Removed.");
        return 0;
    }

    private JsonNode remote(String id) {
        return walnut.api()
                .post(
                        TYPES + "/" + ApiClient.segment(id) + "/validate",
                        Output.JSON.createObjectNode())
                .path("findings");
    }

    private JsonNode offline(Path folder) {
        List<Local.PackageError> errors = walnut.local().checkPackage(folder);
        ArrayNode rows = Output.JSON.createArrayNode();
        errors.forEach(
                error ->
                        rows.addObject()
                                .put("severity", "error")
                                .put("code", error.code())
                                .put("pointer", error.pointer())
                                .put("message", error.message()));
        return rows;
    }
}
