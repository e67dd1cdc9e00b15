package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.json.DocumentTree;
import io.github.walnut.policy.json.PolicyConversion;
import io.github.walnut.policy.json.PolicyTemplates;
import io.github.walnut.publish.Json;
import io.github.walnut.ups.Severity;
import java.util.List;
import java.util.Map;

/** What a new document can begin from: one of the other format, or a template. */
final class PolicyConversionOperations implements Resource {

    private final PolicyReader reader;
    private final PolicyJson policyJson;
    private final Json json;
    private final Pages pages;

    PolicyConversionOperations(ApiPorts ports, Json json, Pages pages) {
        this.reader = ports.policyReader();
        this.policyJson = new PolicyJson(json);
        this.json = json;
        this.pages = pages;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("policy-convert", this::convert, "policy-templates", this::templates);
    }

    /** Also while new documents of format 1 are refused: this is the way out of it. */
    private Reply convert(Call call) {
        String text = PolicyOperations.bounded(call);
        PolicyReading before =
                PolicyOperations.unblocked(reader.read(text, call.mediaType(), null));
        ObjectNode document =
                new PolicyConversion(DocumentTree.of(text, call.mediaType()), before.policy())
                        .make();
        PolicyReading after = reader.read(json.write(document), DocumentTree.JSON, null);
        if (!before.hash().equals(after.hash())) {
            after = after.with(List.of(differs()));
        }
        ObjectNode answer = json.object();
        answer.set("document", document);
        answer.put("summary", after.summary());
        answer.set("findings", policyJson.findings(after.findings()));
        return Reply.ok(answer);
    }

    private static Finding differs() {
        return new Finding(
                Severity.WARN,
                "compile",
                "",
                "conversion_differs",
                "Format 2 cannot say exactly this: compare before it is saved",
                null);
    }

    private Reply templates(Call call) {
        return pages.reply(
                pages.cut(call, PolicyTemplates.all(), PolicyTemplates.Template::id),
                each ->
                        json.object()
                                .put("id", each.id())
                                .put("title", each.title())
                                .put("description", each.description())
                                .<ObjectNode>set("questions", each.questions())
                                .set("document", each.document()));
    }
}
