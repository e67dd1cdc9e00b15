package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.Finding;
import io.github.walnut.publish.Json;
import java.util.List;
import java.util.Map;

/** What integration types consist of, and whether it is still in order. */
final class IntegrationTypeOperations implements Resource {

    private final TypePackages packages;
    private final Json json;

    IntegrationTypeOperations(TypePackages packages, Json json) {
        this.packages = packages;
        this.json = json;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "integration-type-manifest", this::manifest,
                "integration-type-validate", this::validate);
    }

    private Reply manifest(Call call) {
        String id = call.text("type_id");
        TypePackages.Contents contents = existing(id);
        ObjectNode node = json.object();
        node.put("type_id", id);
        node.put("manifest_yaml", contents.manifest());
        node.set(
                "kamelets",
                json.array(
                        contents.kamelets().entrySet(),
                        kamelet ->
                                json.object()
                                        .put("name", kamelet.getKey())
                                        .put("yaml", kamelet.getValue())));
        return Reply.ok(node);
    }

    private Reply validate(Call call) {
        String id = call.text("type_id");
        existing(id);
        List<Finding> findings = packages.check(id);
        ObjectNode node = json.object();
        node.put("ok", findings.isEmpty());
        node.set(
                "findings",
                json.array(
                        findings,
                        finding ->
                                json.object()
                                        .put("severity", finding.severity().word())
                                        .put("pointer", finding.pointer())
                                        .put("code", finding.code())
                                        .put("message", finding.message())));
        return Reply.ok(node);
    }

    private TypePackages.Contents existing(String id) {
        return packages.contents(id)
                .orElseThrow(
                        () ->
                                new Problem(
                                        ProblemCode.TYPE_NOT_FOUND,
                                        "There is no type '" + id + "'"));
    }
}
