package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.json.DocumentTree;
import io.github.walnut.policy.json.PolicyInverse;
import io.github.walnut.publish.Json;
import java.util.Map;

/** The document that would undo a policy. */
final class PolicyInverseOperations implements Resource {

    private final PolicyStore store;
    private final Inventory inventory;
    private final Json json;

    PolicyInverseOperations(ApiPorts ports, Json json) {
        this.store = ports.policies();
        this.inventory = ports.inventory();
        this.json = json;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("policy-inverse", this::inverse);
    }

    private Reply inverse(Call call) {
        StoredPolicy policy = PolicyOperations.existing(store, call);
        ObjectNode document = DocumentTree.of(policy.document(), policy.mediaType());
        if (policy.policy() == null || document == null) {
            throw new Problem(ProblemCode.CONFLICT, "The document of the policy no longer reads");
        }
        try {
            PolicyInverse.Result result =
                    new PolicyInverse(document, policy.policy(), inventory).make();
            ObjectNode answer = json.object();
            answer.set("spec_inverse", result.document());
            answer.put("enabled", false);
            answer.set("needs_input", json.texts(result.needsInput()));
            answer.set("notes", json.texts(result.notes()));
            return Reply.ok(answer);
        } catch (PolicyInverse.NotInvertibleException none) {
            throw new Problem(ProblemCode.NOT_INVERTIBLE, none.getMessage());
        }
    }
}
