package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.PolicyEdits;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.PolicyVersion;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.UpsMeanings;
import io.github.walnut.policy.json.DocumentDiff;
import io.github.walnut.policy.json.DocumentTree;
import io.github.walnut.publish.Json;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** What a policy was, how it differed, and making it that again. */
final class PolicyVersionOperations implements Resource {

    private final PolicyStore store;
    private final PolicyReader reader;
    private final PolicyViews views;
    private final PolicyReplacement replacement;
    private final Actors actors;
    private final Pages pages;
    private final Json json;
    private final Clock clock;

    PolicyVersionOperations(ApiPorts ports, Actors actors, Json json, Pages pages, Clock clock) {
        this.store = ports.policies();
        this.reader = ports.policyReader();
        this.views = new PolicyViews(ports, json);
        this.replacement = new PolicyReplacement(ports, views, clock);
        this.actors = actors;
        this.pages = pages;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "policy-versions", this::list,
                "policy-version", this::get,
                "policy-version-restore", this::restore);
    }

    private Reply list(Call call) {
        StoredPolicy policy = PolicyOperations.existing(store, call);
        List<PolicyVersion> versions = store.versions(policy.id());
        return pages.reply(
                pages.cut(call, versions, version -> String.valueOf(version.versionInt())),
                this::write);
    }

    private Reply get(Call call) {
        StoredPolicy policy = PolicyOperations.existing(store, call);
        PolicyVersion version = version(policy, call.number("n"));
        Integer against = call.number("against");
        PolicyVersion other = version(policy, against == null ? policy.versionInt() : against);
        ObjectNode node = write(version);
        node.set("document", views.json().document(version.document(), version.mediaType()));
        node.put("against", other.versionInt());
        node.set("diff", json.array(DocumentDiff.between(tree(version), tree(other)), this::write));
        return Reply.ok(node);
    }

    /** A new version with the old document. It never enables what is disabled. */
    private Reply restore(Call call) {
        StoredPolicy before = PolicyOperations.existing(store, call);
        PolicyVersion version = version(before, call.number("n"));
        PolicyReading reading =
                PolicyOperations.unblocked(
                        reader.forSaving(
                                version.document(),
                                version.mediaType(),
                                before.id(),
                                version.upsMeanings() == null
                                        ? UpsMeanings.NONE
                                        : version.upsMeanings()));
        StoredPolicy after =
                PolicyEdits.replace(
                        before,
                        reading,
                        version.document(),
                        version.mediaType(),
                        before.enabled(),
                        new PolicyEdits.Edit(actors.name(call), clock.instant()));
        List<Finding> findings =
                PolicyOperations.refusingTwins(
                        () ->
                                replacement.save(
                                        before,
                                        after,
                                        "Restored from version " + version.versionInt()));
        return Reply.ok(views.writeReplaced(after, findings)).withVersion(after.versionInt());
    }

    private PolicyVersion version(StoredPolicy policy, int number) {
        return store.versions(policy.id()).stream()
                .filter(version -> version.versionInt() == number)
                .findFirst()
                .orElseThrow(() -> Problem.notFound("version", String.valueOf(number)));
    }

    private static JsonNode tree(PolicyVersion version) {
        return DocumentTree.of(version.document(), version.mediaType());
    }

    private ObjectNode write(PolicyVersion version) {
        return json.object()
                .put("version_int", version.versionInt())
                .put("saved_at", Json.at(version.savedAt()))
                .put("saved_by", version.savedBy())
                .put("hash", version.hash())
                .put("media_type", version.mediaType())
                .put("note", version.note());
    }

    private ObjectNode write(DocumentDiff.Change change) {
        ObjectNode node = json.object();
        node.put("pointer", change.pointer());
        node.put("op", change.op());
        node.set("from", change.from());
        node.set("to", change.to());
        return node;
    }
}
