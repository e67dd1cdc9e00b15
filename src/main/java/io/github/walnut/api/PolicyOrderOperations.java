package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.policy.PolicyEdits;
import io.github.walnut.policy.PolicyOrder;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.json.PriorityEdit;
import io.github.walnut.publish.Json;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The order in which policies run, changed for several of them at once. */
final class PolicyOrderOperations implements Resource {

    private final PolicyStore store;
    private final PolicyReader reader;
    private final Actors actors;
    private final Json json;
    private final Clock clock;

    PolicyOrderOperations(ApiPorts ports, Actors actors, Json json, Clock clock) {
        this.store = ports.policies();
        this.reader = ports.policyReader();
        this.actors = actors;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("policies-reorder", this::reorder);
    }

    private Reply reorder(Call call) {
        Map<UUID, StoredPolicy> present =
                store.all().stream()
                        .collect(
                                Collectors.toMap(
                                        StoredPolicy::id,
                                        Function.identity(),
                                        (a, b) -> a,
                                        LinkedHashMap::new));
        Map<UUID, Integer> priorities =
                PolicyOrder.priorities(List.copyOf(present.keySet()), wanted(call.body(), present));
        PolicyEdits.Edit edit = new PolicyEdits.Edit(actors.name(call), clock.instant());
        List<StoredPolicy> changed = new ArrayList<>();
        priorities.forEach(
                (id, priority) -> {
                    StoredPolicy policy = present.get(id);
                    if (policy.policy() != null && policy.policy().priority() != priority) {
                        changed.add(moved(policy, priority, edit));
                    }
                });
        PolicyOperations.refusingTwins(() -> store.updateAll(changed, "Reordered"));
        return Reply.ok(
                json.array(
                        priorities.entrySet(),
                        entry ->
                                json.object()
                                        .put("id", entry.getKey().toString())
                                        .put("priority", entry.getValue())));
    }

    private StoredPolicy moved(StoredPolicy policy, int priority, PolicyEdits.Edit edit) {
        String document = PriorityEdit.set(policy.document(), policy.mediaType(), priority);
        PolicyReading reading = reader.stored(policy, document);
        return PolicyEdits.reordered(policy, reading, document, edit);
    }

    private static Map<UUID, Integer> wanted(JsonNode body, Map<UUID, StoredPolicy> present) {
        Map<UUID, Integer> wanted = new LinkedHashMap<>();
        for (JsonNode item : body) {
            UUID id = UUID.fromString(item.get("id").asText());
            if (!present.containsKey(id)) {
                throw new Problem(ProblemCode.INVALID_REQUEST, "There is no policy " + id);
            }
            if (wanted.put(id, item.get("order").asInt()) != null) {
                throw new Problem(ProblemCode.INVALID_REQUEST, "Policy " + id + " stands twice");
            }
        }
        return wanted;
    }
}
