package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.json.PolicyDocuments;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "apply",
        description = {
            "Save a document in place of the policy of the same name, or as a new one.",
            "Prints what changed. A new policy is not armed."
        })
final class PolicyApply implements Callable<Integer> {

    @ParentCommand private PoliciesCommand policies;

    @Mixin private DocumentOption given;

    @Option(names = "--note", description = "Why, kept with the version")
    private String note;

    @Override
    public Integer call() {
        PolicyFile document = given.read();
        ApiClient api = policies.walnut().api();
        Policy policy = new PolicyDocuments().read(document.text(), document.mediaType()).policy();
        // Without a model there is no name: the server says what is wrong with it.
        JsonNode before =
                policy == null ? null : policies.byName(policy.name().strip()).orElse(null);
        if (before == null) {
            JsonNode made = api.post("api/policies", document.text(), document.mediaType());
            return said(made, "created", Output.JSON.createArrayNode());
        }
        String path = "api/policies/" + before.path("id").asText();
        if (document.sameAs(api.get(path).path("document"))) {
            return said(before, "unchanged", Output.JSON.createArrayNode());
        }
        String query = note == null ? "" : "?note=" + ApiClient.segment(note);
        JsonNode after = api.put(path + query, document.text(), document.mediaType(), "*");
        int old = before.path("version_int").asInt();
        JsonNode diff =
                api.get(path + "/versions/" + old + "?against=" + after.path("version_int").asInt())
                        .path("diff");
        return said(after, "updated", diff);
    }

    private int said(JsonNode policy, String outcome, JsonNode diff) {
        Output output = policies.walnut().output();
        if (output.json()) {
            ObjectNode answer = policy.deepCopy();
            answer.put("outcome", outcome).set("diff", diff);
            output.value(answer);
            return 0;
        }
        output.line(
                policy.path("id").asText() + "  " + policy.path("name").asText() + "  " + outcome);
        for (JsonNode change : diff) {
            output.line("  " + line(change));
        }
        if (policy.path("disarmed").asBoolean()) {
            output.line("It is disarmed, for it would now act in another way.");
        }
        if (!policy.path("findings").isEmpty()) {
            output.findings(policy);
        }
        return 0;
    }

    private static String line(JsonNode change) {
        String pointer = Output.text(change.path("pointer"));
        return switch (change.path("op").asText()) {
            case "added" -> "+ " + pointer + ": " + brief(change.path("to"));
            case "removed" -> "- " + pointer + ": " + brief(change.path("from"));
            default ->
                    "~ "
                            + pointer
                            + ": "
                            + brief(change.path("from"))
                            + " -> "
                            + brief(change.path("to"));
        };
    }

    private static String brief(JsonNode value) {
        return value.isValueNode() ? Output.text(value) : value.toString();
    }
}
