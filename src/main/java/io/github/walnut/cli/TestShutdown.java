package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "shutdown",
        description = {
            "What every policy that touches a host would do to it now; 1 when a row is an error.",
            "Nothing is sent to it that changes anything."
        })
final class TestShutdown implements Callable<Integer> {

    @ParentCommand private TestCommand test;

    @Parameters(paramLabel = "HOST")
    private String host;

    @Option(names = "--ups", paramLabel = "ID", description = "The UPS that is taken to match")
    private String ups;

    @Option(names = "--dry-run", description = "As always; executing is not possible here")
    private boolean dryRun;

    @Override
    public Integer call() {
        ApiClient api = test.walnut().api();
        api.get("api/hosts/" + ApiClient.segment(host));
        ArrayNode rows = Output.JSON.createArrayNode();
        for (JsonNode policy : api.items("api/policies?host_id=" + ApiClient.segment(host))) {
            rehearse(api, policy, rows);
        }
        Output output = test.walnut().output();
        if (output.json() || !rows.isEmpty()) {
            PlanTable.print(output, rows, "POLICY", "/policy", "STAGE", "/stage");
        } else {
            output.line("No policy touches " + host + ".");
        }
        return PlanTable.anyBad(rows) ? CliException.FAILED : 0;
    }

    private void rehearse(ApiClient api, JsonNode policy, ArrayNode rows) {
        ObjectNode body = Output.JSON.createObjectNode();
        if (ups != null) {
            body.put("ups_id", ups);
        }
        String path = "api/policies/" + policy.path("id").asText() + "/dry-run";
        for (JsonNode result : api.post(path, body).path("results")) {
            if (result.path("host_id").asText(host).equals(host)) {
                rows.add(
                        ((ObjectNode) result.deepCopy())
                                .put("policy", policy.path("name").asText()));
            }
        }
    }
}
