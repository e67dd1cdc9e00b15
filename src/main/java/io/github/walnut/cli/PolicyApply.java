package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
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

    @Option(names = "--yes", description = "Do not ask before it disarms a policy")
    private boolean yes;

    @Override
    public Integer call() {
        PolicyFile document = given.read();
        ApiClient api = policies.walnut().api();
        Policy policy = new PolicyDocuments().read(document.text(), document.mediaType()).policy();
        // Without a model there is no name: the server says what is wrong with it.
        JsonNode before =
                policy == null ? null : policies.byName(policy.name().strip()).orElse(null);
        PolicySave save = new PolicySave(policies.walnut(), yes);
        if (before == null) {
            JsonNode made = api.post("api/policies", document.text(), document.mediaType());
            return save.said(PolicySave.result(made, "created"));
        }
        String path = "api/policies/" + before.path("id").asText();
        return save.said(
                document.sameAs(api.get(path).path("document"))
                        ? PolicySave.result(before, "unchanged")
                        : save.replace(before, document, note, "*", PolicySave.UNTIL_ARMED));
    }
}
