package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.Finding;
import io.github.walnut.publish.Json;
import java.util.List;
import java.util.Map;

/** What integration types consist of, and whether it is still in order. */
final class IntegrationTypeOperations implements Resource {

    private final TypePackages packages;
    private final Actors actors;
    private final JobJson jobs;
    private final Json json;

    IntegrationTypeOperations(TypePackages packages, Actors actors, Json json) {
        this.packages = packages;
        this.actors = actors;
        this.jobs = new JobJson(json);
        this.json = json;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "integration-type-manifest", this::manifest,
                "integration-type-validate", this::validate,
                "integration-type-upload", this::upload,
                "integration-type-upload-stream", this::uploadAsJob,
                "integration-types-rescan", this::rescan,
                "integration-type-delete", this::delete);
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

    private Reply upload(Call call) {
        Upload file = call.upload();
        TypePackages.Installed made =
                packages.upload(file.fileName(), file.bytes(), call.flag("replace"));
        ObjectNode node = json.object();
        node.put("success", true);
        node.put("type_id", made.typeId());
        node.put("version", made.version());
        node.put("status", "valid");
        node.put("sha256", made.sha256());
        node.set("logs", json.array(made.log(), jobs::line));
        return Reply.created(node, "/api/integrations/types/" + made.typeId() + "/manifest")
                .audited(
                        Map.of(
                                "type_id",
                                made.typeId(),
                                "version",
                                made.version(),
                                "sha256",
                                made.sha256()));
    }

    private Reply uploadAsJob(Call call) {
        Upload file = call.upload();
        return jobs.accepted(
                packages.uploading(
                        file.fileName(), file.bytes(), call.flag("replace"), actors.name(call)));
    }

    private Reply rescan(Call call) {
        return jobs.accepted(packages.rescan(actors.name(call)));
    }

    private Reply delete(Call call) {
        String id = call.text("type_id");
        existing(id);
        packages.delete(id, call.flag("force"));
        return Reply.noContent();
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
