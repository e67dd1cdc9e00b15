package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.Marks;
import io.github.walnut.inventory.Sighting;
import io.github.walnut.inventory.Target;
import io.github.walnut.inventory.TargetTypes;
import io.github.walnut.publish.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Targets of all hosts as they are known, and what people set on them. */
final class TargetOperations implements Resource {

    private final ApiPorts ports;
    private final HostJson hostJson;
    private final Pages pages;

    TargetOperations(ApiPorts ports, Json json, Pages pages) {
        this.ports = ports;
        this.hostJson = new HostJson(ports, json);
        this.pages = pages;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("targets-list", this::list, "target-update", this::update);
    }

    private Reply list(Call call) {
        Inventory inventory = ports.inventory().still();
        List<Target> found = new ArrayList<>();
        for (Host host : inventory.hosts()) {
            String type = HostJson.type(inventory, host.id(), call.text("type"));
            List<String> types =
                    type == null ? HostJson.types(inventory, host.id()) : List.of(type);
            types.stream()
                    .flatMap(each -> inventory.targets(host.id(), each).stream())
                    .filter(target -> TargetFilter.target(call, target))
                    .forEach(found::add);
        }
        Page<Target> page = pages.cut(call, found, target -> target.hostId() + "/" + target.id());
        Map<String, List<Capability>> offers = new HashMap<>();
        Map<String, Map<String, Marks>> marks = new HashMap<>();
        Map<String, Map<String, Sighting>> seen = new HashMap<>();
        page.items().stream()
                .collect(
                        Collectors.groupingBy(
                                Target::hostId,
                                Collectors.mapping(Target::id, Collectors.toList())))
                .forEach((host, ids) -> seen.put(host, ports.marks().seen(host, ids)));
        return pages.reply(
                page,
                target ->
                        hostJson.target(
                                target,
                                offers.computeIfAbsent(target.hostId(), inventory::capabilities),
                                marks.computeIfAbsent(target.hostId(), ports.marks()::of)
                                        .getOrDefault(target.id(), Marks.NONE),
                                seen.get(target.hostId())
                                        .getOrDefault(target.id(), Sighting.NONE)));
    }

    private Reply update(Call call) {
        String host = call.text("id");
        Host existing =
                ports.inventory().host(host).orElseThrow(() -> Problem.notFound("host", host));
        String id =
                TargetTypes.id(
                        HostJson.types(ports.inventory(), existing.id()), call.text("target_id"));
        if (id.equals("host:" + existing.id())) {
            throw new Problem(
                    ProblemCode.INVALID_REQUEST,
                    "The host itself is changed by PATCH /api/integrations/" + existing.id());
        }
        Marks before = ports.marks().of(existing.id()).getOrDefault(id, Marks.NONE);
        Marks now = changed(before, call.body());
        if (!ports.marks().set(existing.id(), id, now)) {
            throw Problem.notFound("target", id);
        }
        Target target =
                ports.inventory().targets(existing.id(), TargetTypes.ofId(id)).stream()
                        .filter(known -> known.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> Problem.notFound("target", id));
        ObjectNode node =
                hostJson.target(
                        target,
                        ports.inventory().capabilities(existing.id()),
                        now,
                        ports.marks()
                                .seen(existing.id(), List.of(id))
                                .getOrDefault(id, Sighting.NONE));
        return Reply.ok(node);
    }

    /** What is left out stays; null takes back what people said, so that the host's word counts. */
    private static Marks changed(Marks before, JsonNode body) {
        Map<String, String> labels = new LinkedHashMap<>(before.labels());
        body.path("labels")
                .properties()
                .forEach(
                        label -> {
                            if (label.getValue().isNull()) {
                                labels.remove(label.getKey());
                            } else {
                                labels.put(label.getKey(), label.getValue().asText());
                            }
                        });
        return new Marks(
                body.has("labels") && body.get("labels").isNull() ? Map.of() : labels,
                flag(body, "self", before.self()),
                flag(body, "protected", before.guarded()),
                !body.has("notes")
                        ? before.notes()
                        : body.get("notes").isNull() ? null : body.get("notes").asText());
    }

    private static Boolean flag(JsonNode body, String member, Boolean before) {
        if (!body.has(member)) {
            return before;
        }
        return body.get(member).isNull() ? null : (Boolean) body.get(member).asBoolean();
    }
}
