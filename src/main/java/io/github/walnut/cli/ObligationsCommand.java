package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "obligations", description = "What was stopped and has to be started again.")
final class ObligationsCommand {

    @ParentCommand private Walnut walnut;

    @Command(name = "list", description = "Starts that are owed, with what they wait for.")
    int list() {
        Output output = walnut.output();
        JsonNode items = walnut.api().items("api/obligations");
        if (!output.json()) {
            items.forEach(item -> ((ObjectNode) item).put("waits_for", shut(item.path("gates"))));
        }
        output.table(
                items,
                "ID",
                "/id",
                "HOST",
                "/host_id",
                "TARGET",
                "/target_id",
                "VERB",
                "/verb",
                "STATUS",
                "/status",
                "REASON",
                "/reason",
                "SINCE",
                "/opened_at",
                "WAITS FOR",
                "/waits_for");
        return 0;
    }

    private static String shut(JsonNode gates) {
        StringJoiner text = new StringJoiner("; ");
        for (JsonNode gate : gates) {
            if (!gate.path("open").asBoolean()) {
                text.add(gate.path("detail").asText());
            }
        }
        return text.toString();
    }

    @Command(name = "dismiss", description = "Leave the target down for good.")
    int dismiss(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--reason", required = true, description = ReasonText.SHORT)
                    String reason) {
        return changed(
                id,
                "dismiss",
                Output.JSON.createObjectNode().put("reason", reason),
                "It stays down.");
    }

    @Command(name = "retry", description = "Have a start that failed wait for its gates again.")
    int retry(@Parameters(paramLabel = "ID") String id) {
        return changed(id, "retry", Output.JSON.createObjectNode(), "It waits for its gates.");
    }

    private int changed(String id, String how, ObjectNode body, String said) {
        JsonNode now =
                walnut.api().post("api/obligations/" + ApiClient.segment(id) + "/" + how, body);
        walnut.output().done(now, said);
        return 0;
    }
}
