package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "dry-run",
        description = "What would happen now, target by target; 1 when a row is an error.")
final class PolicyDryRun implements Callable<Integer> {

    @ParentCommand private PoliciesCommand policies;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "A stored policy: its id or name")
    private String id;

    @Option(names = "-f", paramLabel = "FILE", description = "A document that is not stored")
    private Path file;

    @Option(names = "--ups", paramLabel = "UPS", description = "The UPS that is taken to match")
    private String ups;

    @Override
    public Integer call() {
        if ((id == null) == (file == null)) {
            throw new CliException(CliException.USAGE, "Expected an ID or -f FILE, one of the two");
        }
        JsonNode answer = id == null ? unsaved() : stored();
        Output output = policies.walnut().output();
        if (output.json()) {
            output.value(answer);
        } else {
            PlanTable.print(
                    output, answer.path("results"), "STAGE", "/stage", "ACTION", "/action_id");
            output.line(time(answer));
            output.line(
                    "Severity "
                            + answer.path("severity").asText()
                            + ", transcript "
                            + answer.path("transcript_id").asText());
        }
        return PlanTable.bad(answer) ? CliException.FAILED : 0;
    }

    private static String time(JsonNode answer) {
        String plan = "It may take up to " + answer.path("plan_seconds").asLong() + " s";
        if (!answer.hasNonNull("fits")) {
            return plan + "; how long the battery lasts is not known.";
        }
        long slack = Math.round(answer.path("slack_seconds").asDouble());
        return plan
                + " and the battery lasts "
                + answer.path("runtime_seconds").asLong()
                + " s: "
                + (answer.path("fits").asBoolean()
                        ? "it fits, " + slack + " s to spare."
                        : "it does not fit, " + -slack + " s too long.");
    }

    private JsonNode stored() {
        ObjectNode body = Output.JSON.createObjectNode();
        if (ups != null) {
            body.put("ups_id", ups);
        }
        return policies.walnut().api().post(policies.path(id) + "/dry-run", body);
    }

    private JsonNode unsaved() {
        String query = ups == null ? "" : "?ups_id=" + ApiClient.segment(ups);
        PolicyFile document = PolicyFile.read(file);
        return policies.walnut()
                .api()
                .post("api/policies/test" + query, document.text(), document.mediaType());
    }
}
