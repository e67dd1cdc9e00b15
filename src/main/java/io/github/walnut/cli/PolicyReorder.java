package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "reorder",
        description = {
            "Put policies in front of all others, in this order: the first runs first.",
            "Every policy gets a new priority, 10 apart."
        })
final class PolicyReorder implements Callable<Integer> {

    @ParentCommand private PoliciesCommand policies;

    @Parameters(paramLabel = "ID", arity = "1..*", description = PoliciesCommand.ID_TEXT)
    private List<String> ids;

    @Override
    public Integer call() {
        ArrayNode body = Output.JSON.createArrayNode();
        List<JsonNode> found = ids.stream().map(policies::one).toList();
        found.forEach(
                policy ->
                        body.addObject()
                                .put("id", policy.path("id").asText())
                                .put("order", body.size()));
        JsonNode order = policies.walnut().api().post("api/policies/reorder", body);
        policies.walnut().output().table(order, "ID", "/id", "PRIORITY", "/priority");
        return 0;
    }
}
