package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.json.DocumentTree;
import io.github.walnut.publish.Json;
import java.util.List;
import java.util.Map;

/** Stored policies looked at again: their document, their tests, and their way back to matching. */
final class PolicyCheckOperations implements Resource {

    private final PolicyStore store;
    private final PolicyReader reader;
    private final PolicyViews views;
    private final Json json;

    PolicyCheckOperations(ApiPorts ports, Json json) {
        this.store = ports.policies();
        this.reader = ports.policyReader();
        this.views = new PolicyViews(ports, json);
        this.json = json;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "policy-lint", this::lint,
                "policy-tests", this::tests,
                "policy-release", this::release);
    }

    private Reply lint(Call call) {
        StoredPolicy policy = PolicyOperations.existing(store, call);
        return Reply.ok(views.validation(policy, reading(policy)));
    }

    private PolicyReading reading(StoredPolicy policy) {
        return reader.read(policy.document(), policy.mediaType(), policy.id());
    }

    private Reply tests(Call call) {
        StoredPolicy policy = PolicyOperations.existing(store, call);
        PolicyReading reading = reading(policy);
        if (reading.policy() == null || reading.blocked()) {
            throw new Problem(ProblemCode.CONFLICT, "The document of the policy no longer reads")
                    .withErrors(reading.findings());
        }
        List<PolicyReader.Played> played = reader.play(reading.policy());
        long passed = played.stream().filter(PolicyReader.Played::ok).count();
        JsonNode document = DocumentTree.of(policy.document(), policy.mediaType());
        ObjectNode answer = json.object();
        answer.put("passed", passed);
        answer.put("failed", played.size() - passed);
        answer.set("items", json.array(played, each -> write(each, document)));
        return Reply.ok(answer);
    }

    private ObjectNode write(PolicyReader.Played played, JsonNode document) {
        ObjectNode node = json.object().put("name", played.name()).put("ok", played.ok());
        JsonNode then = document.at(played.pointer() + "/then");
        node.set("expected", then.isObject() ? then : null);
        node.set("actual", json.texts(played.objections()));
        node.set(
                "trace",
                json.array(
                        played.sent(),
                        sent ->
                                json.object()
                                        .put("at_ms", sent.at().toMillis())
                                        .put("target", sent.target())
                                        .put("verb", sent.verb())));
        return node;
    }

    private Reply release(Call call) {
        store.release(PolicyOperations.existing(store, call).id());
        return Reply.noContent();
    }
}
