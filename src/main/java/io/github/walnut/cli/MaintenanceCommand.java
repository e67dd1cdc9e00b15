package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.DurationText;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "maintenance",
        description = "Times in which policies only rehearse or hosts are left alone.")
final class MaintenanceCommand {

    @ParentCommand private Walnut walnut;

    @Command(name = "list", description = "All windows, the latest first.")
    int list() {
        walnut.output()
                .table(
                        walnut.api().items("api/maintenance"),
                        "ID",
                        "/id",
                        "FROM",
                        "/starts_at",
                        "UNTIL",
                        "/until",
                        "ACTIVE",
                        "/active",
                        "ALL",
                        "/scope/all",
                        "HOSTS",
                        "/scope/hosts",
                        "POLICIES",
                        "/scope/policies",
                        "REASON",
                        "/reason");
        return 0;
    }

    @Command(
            name = "start",
            description = "Open a window now; of everything unless hosts or policies are named.")
    int start(
            @Option(names = "--for", required = true, description = "Such as 2h, at most 24h")
                    String time,
            @Option(names = "--reason", required = true, description = ReasonText.LIVE)
                    String reason,
            @Option(names = "--host", description = "Leave this host alone; repeatable")
                    List<String> hosts,
            @Option(names = "--policy", description = "Only rehearse this policy; repeatable")
                    List<String> policies) {
        ObjectNode body =
                Output.JSON.createObjectNode().put("until", until(time)).put("reason", reason);
        ObjectNode scope = body.putObject("scope");
        if (hosts != null) {
            hosts.forEach(scope.putArray("hosts")::add);
        }
        if (policies != null) {
            policies.forEach(scope.putArray("policies")::add);
        }
        JsonNode window = walnut.api().post("api/maintenance", body);
        walnut.output()
                .done(
                        window,
                        "Window "
                                + window.path("id").asText()
                                + " is open until "
                                + window.path("until").asText()
                                + ".");
        return 0;
    }

    private static String until(String time) {
        try {
            return Instant.now().plus(DurationText.parse(time)).toString();
        } catch (IllegalArgumentException e) {
            throw new CliException(CliException.USAGE, "--for: " + e.getMessage());
        }
    }

    @Command(name = "end", description = "End a window early, or take it back.")
    int end(@Parameters(paramLabel = "ID") String id) {
        walnut.api().delete("api/maintenance/" + ApiClient.segment(id), "*");
        walnut.output().done("Ended.");
        return 0;
    }
}
