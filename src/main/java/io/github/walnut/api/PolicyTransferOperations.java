package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.PolicyEdits;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.UpsMeanings;
import io.github.walnut.policy.json.DocumentTree;
import io.github.walnut.policy.json.PolicyBundle;
import io.github.walnut.publish.Json;
import io.github.walnut.ups.Ids;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Policies as files: one document as it was written, or several in a bundle. */
final class PolicyTransferOperations implements Resource {

    private static final String NOTE = "Imported";

    private final PolicyStore store;
    private final PolicyReader reader;
    private final PolicyJson policyJson;
    private final PolicyReplacement replacement;
    private final Actors actors;
    private final Json json;
    private final Ids ids;
    private final Clock clock;

    PolicyTransferOperations(ApiPorts ports, Actors actors, Json json, Ids ids, Clock clock) {
        this.store = ports.policies();
        this.reader = ports.policyReader();
        this.policyJson = new PolicyJson(json);
        this.replacement = new PolicyReplacement(ports, new PolicyViews(ports, json), clock);
        this.actors = actors;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("policies-export", this::export, "policies-import", this::importAll);
    }

    private Reply export(Call call) {
        List<StoredPolicy> policies = asked(call);
        if ("document".equals(call.text("as"))) {
            if (policies.size() != 1) {
                throw new Problem(
                        ProblemCode.INVALID_PARAMETER, "as=document needs exactly one id");
            }
            StoredPolicy policy = policies.get(0);
            return Reply.text(policy.document(), policy.mediaType());
        }
        ObjectNode bundle =
                PolicyBundle.write(
                        policies.stream()
                                .map(
                                        p ->
                                                new PolicyBundle.Item(
                                                        p.id(),
                                                        p.document(),
                                                        p.mediaType(),
                                                        p.upsMeanings() == null
                                                                ? UpsMeanings.NONE
                                                                : p.upsMeanings()))
                                .toList());
        return Acceptance.prefersYaml(call.envelope().accept())
                ? Reply.text(PolicyBundle.yaml(bundle), DocumentTree.YAML)
                : Reply.ok(bundle);
    }

    private List<StoredPolicy> asked(Call call) {
        List<UUID> wanted = call.texts("id").stream().map(UUID::fromString).toList();
        wanted.forEach(
                id -> store.find(id).orElseThrow(() -> Problem.notFound("policy", id.toString())));
        return store.all().stream()
                .filter(policy -> wanted.isEmpty() || wanted.contains(policy.id()))
                .toList();
    }

    private Reply importAll(Call call) {
        if (call.text("mode") == null) {
            throw new Problem(
                    ProblemCode.INVALID_PARAMETER, "mode: expected create, replace or check");
        }
        List<PolicyBundle.Item> items;
        try {
            items = PolicyBundle.read(call.document(), call.mediaType());
        } catch (PolicyBundle.UnreadableException e) {
            throw new Problem(ProblemCode.INVALID_REQUEST, e.getMessage());
        }
        Import work = new Import(call.text("mode"), actors.name(call));
        List<ObjectNode> rows = new ArrayList<>();
        items.forEach(item -> rows.add(work.take(item, rows.size())));
        ObjectNode answer = json.object().put("mode", call.text("mode"));
        Map<String, Integer> counts = new LinkedHashMap<>();
        List.of("checked", "created", "updated", "unchanged", "refused")
                .forEach(outcome -> counts.put(outcome, 0));
        rows.forEach(row -> counts.merge(row.path("outcome").asText(), 1, Integer::sum));
        counts.forEach(answer::put);
        ArrayNode list = answer.putArray("items");
        rows.forEach(list::add);
        return Reply.ok(answer);
    }

    /** One import; each document stands for itself. */
    private final class Import {
        private final String mode;
        private final String actor;

        Import(String mode, String actor) {
            this.mode = mode;
            this.actor = actor;
        }

        ObjectNode take(PolicyBundle.Item item, int index) {
            UUID self = mode.equals("replace") ? item.id() : null;
            PolicyReading reading =
                    reader.forSaving(item.document(), item.mediaType(), self, item.upsMeanings());
            ObjectNode row =
                    json.object()
                            .put("index", index)
                            .put("id", Json.id(item.id()))
                            .put("name", reading.policy() == null ? null : reading.policy().name());
            row.set("findings", policyJson.findings(reading.findings()));
            row.putNull("message");
            if (reading.blocked()) {
                return refused(row, reading.findings().get(0).message());
            }
            if (mode.equals("check")) {
                return row.put("outcome", "checked");
            }
            try {
                return mode.equals("create")
                        ? create(row, item, ids.next(), reading)
                        : replace(row, item, reading);
            } catch (PolicyStore.DuplicateException twin) {
                return mode.equals("create")
                        ? row.put("id", twin.existing().toString()).put("outcome", "unchanged")
                        : refused(row, "Policy " + twin.existing() + " has the same meaning");
            } catch (PolicyStore.ConflictException raced) {
                return refused(row, raced.getMessage());
            }
        }

        private ObjectNode create(
                ObjectNode row, PolicyBundle.Item item, UUID id, PolicyReading reading) {
            store.create(
                    PolicyEdits.create(
                            id, reading, item.document(), item.mediaType(), true, edit()),
                    NOTE);
            return row.put("id", id.toString()).put("outcome", "created");
        }

        private ObjectNode replace(ObjectNode row, PolicyBundle.Item item, PolicyReading reading) {
            if (item.id() == null) {
                return refused(row, "A document alone has no id to replace: expected a bundle");
            }
            Optional<StoredPolicy> before = store.find(item.id());
            if (before.isEmpty()) {
                return create(row, item, item.id(), reading);
            }
            if (before.get().hash().equals(reading.hash())) {
                return row.put("outcome", "unchanged");
            }
            StoredPolicy after =
                    PolicyEdits.imported(
                            before.get(), reading, item.document(), item.mediaType(), edit());
            List<Finding> findings = replacement.save(before.get(), after, NOTE);
            row.set("findings", policyJson.findings(findings));
            return row.put("outcome", "updated");
        }

        private ObjectNode refused(ObjectNode row, String message) {
            return row.put("outcome", "refused").put("message", message);
        }

        private PolicyEdits.Edit edit() {
            return new PolicyEdits.Edit(actor, clock.instant());
        }
    }
}
