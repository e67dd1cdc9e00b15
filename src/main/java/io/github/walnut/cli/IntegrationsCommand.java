package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "integrations", description = "Kinds of systems that can be connected.")
final class IntegrationsCommand {

    @ParentCommand private Walnut walnut;

    @Command(name = "types", description = "Every type with its state.")
    int types() {
        walnut.output()
                .table(
                        walnut.api().items("api/integrations/types"),
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

    @Command(
            name = "validate",
            description =
                    "Check the folder of a type here, or by its id one that the server has; 1 with an error.")
    int validate(@Parameters(paramLabel = "FOLDER|ID") String what) {
        Path folder = Path.of(what);
        if (Files.isRegularFile(folder)) {
            throw new CliException(
                    CliException.USAGE,
                    what + " is a file: expected a folder, or the id of a type");
        }
        JsonNode findings = Files.isDirectory(folder) ? offline(folder) : remote(what);
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

    private JsonNode remote(String id) {
        return walnut.api()
                .post(
                        "api/integrations/types/" + ApiClient.segment(id) + "/validate",
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
