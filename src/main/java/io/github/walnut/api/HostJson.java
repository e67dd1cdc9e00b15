package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.Marks;
import io.github.walnut.inventory.Sighting;
import io.github.walnut.inventory.Target;
import io.github.walnut.inventory.TargetTypes;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.publish.Json;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes hosts, integrations, targets and capabilities; no secret is among them. */
final class HostJson {

    private final ApiPorts ports;
    private final Json json;

    HostJson(ApiPorts ports, Json json) {
        this.ports = ports;
        this.json = json;
    }

    ObjectNode host(Integrations.Connected connected) {
        Host host = connected.host();
        ObjectNode node = json.object();
        node.put("id", host.id());
        node.put("numeric_id", host.numericId());
        node.put("name", host.name());
        node.put("type_id", host.typeId());
        node.put("type_name", type(host).map(IntegrationType::name).orElse(host.typeId()));
        node.put("state", host.state().word());
        node.put("state_reason", host.stateReason());
        node.put("address", address(host.config()));
        node.set("labels", json.tree(host.labels()));
        node.set("feeds", json.texts(host.feeds() == null ? List.of() : host.feeds().sources()));
        node.put("feeds_need", host.feeds() == null ? null : host.feeds().need());
        node.put("self", host.self());
        node.put("enabled", host.enabled());
        targets(node, host);
        node.set("protected_by", json.texts(protectedBy(host.id())));
        node.put("last_test", Json.at(connected.lastTestAt()));
        node.put("latency_ms", connected.latencyMillis());
        return node;
    }

    ObjectNode integration(Integrations.Connected connected) {
        Host host = connected.host();
        ObjectNode node = host(connected);
        node.put("category", type(host).map(IntegrationType::category).orElse(null));
        node.set("config", json.tree(host.config()));
        ObjectNode secrets = node.putObject("secrets");
        type(host)
                .map(IntegrationType::secretFields)
                .orElse(List.of())
                .forEach(name -> secrets.putObject(name).put("set", false).putNull("updated_at"));
        connected
                .secrets()
                .forEach(
                        (name, at) ->
                                secrets.putObject(name)
                                        .put("set", true)
                                        .put("updated_at", Json.at(at)));
        node.put("created_at", Json.at(connected.createdAt()));
        node.put("updated_at", Json.at(connected.updatedAt()));
        node.put("version", connected.version());
        return node;
    }

    ObjectNode target(
            Target target, List<Capability> capabilities, Marks marks, Sighting sighting) {
        ObjectNode node = json.object();
        node.put("id", target.id());
        node.put("type", target.type());
        node.put("external_id", target.externalId());
        node.put("name", target.name());
        node.put("status", target.status());
        node.set("attrs", json.tree(target.attrs()));
        node.set("labels", json.tree(target.labels()));
        node.put("host_id", target.hostId());
        node.put("active", target.active());
        node.put("first_seen_at", Json.at(sighting.first()));
        node.put("last_seen_at", Json.at(sighting.last()));
        node.put("gone_since_at", Json.at(sighting.goneSince()));
        node.put("self", target.self());
        node.put("protected", target.guarded());
        node.put("notes", marks.notes());
        node.set(
                "actions",
                json.texts(
                        capabilities.stream()
                                .filter(offer -> offer.targetTypes().contains(target.type()))
                                .flatMap(
                                        offer ->
                                                offer.verbs().keySet().stream()
                                                        .sorted()
                                                        .map(verb -> offer.id() + ":" + verb))
                                .toList()));
        return node;
    }

    ObjectNode capability(Capability capability) {
        Map<String, Capability.Verb> verbs = new TreeMap<>(capability.verbs());
        ObjectNode node = json.object();
        node.put("id", capability.id());
        node.put("title", capability.title());
        node.set("verbs", json.texts(verbs.keySet()));
        node.set("targets", json.texts(capability.targetTypes()));
        node.put("dry_run", weakestDryRun(verbs));
        ObjectNode inverse = node.putObject("invertible");
        ObjectNode params = node.putObject("params");
        ObjectNode effect = node.putObject("effect");
        verbs.forEach(
                (name, verb) -> {
                    inverse.put(name, verb.inverseByParams() ? name : verb.inverse());
                    params.set(name, json.tree(verb.params()));
                    effect.put(name, verb.effect().name().toLowerCase(Locale.ROOT));
                });
        node.set(
                "disruptive",
                json.texts(
                        verbs.values().stream()
                                .filter(Capability.Verb::disruptive)
                                .map(Capability.Verb::name)
                                .toList()));
        return node;
    }

    List<String> protectedBy(String hostId) {
        return ports.policies().all().stream()
                .filter(policy -> PolicyJson.hosts(policy.policy()).contains(hostId))
                .map(StoredPolicy::id)
                .map(Object::toString)
                .toList();
    }

    private void targets(ObjectNode node, Host host) {
        Inventory inventory = ports.inventory();
        List<String> types = types(inventory, host.id());
        ObjectNode counts = node.putObject("target_counts");
        types.forEach(type -> counts.put(type, inventory.targets(host.id(), type).size()));
        Optional<Instant> oldest =
                types.stream()
                        .map(type -> inventory.readAt(host.id(), type))
                        .flatMap(Optional::stream)
                        .min(Comparator.naturalOrder());
        node.put("inventory_at", Json.at(oldest.orElse(null)));
    }

    /** The type of targets that a caller means on a host, or null for all. */
    static String type(Inventory inventory, String hostId, String word) {
        return word == null ? null : TargetTypes.among(types(inventory, hostId), word);
    }

    /** Types of targets that the host's capabilities name, the host itself aside. */
    static List<String> types(Inventory inventory, String hostId) {
        return inventory.capabilities(hostId).stream()
                .flatMap(capability -> capability.targetTypes().stream())
                .filter(type -> !type.equals("host"))
                .distinct()
                .sorted()
                .toList();
    }

    private Optional<IntegrationType> type(Host host) {
        return ports.integrations().types().stream()
                .filter(type -> type.id().equals(host.typeId()))
                .findFirst();
    }

    private static String address(Map<String, Object> config) {
        return List.of("host", "hostname", "address", "url", "base_url", "endpoint").stream()
                .map(config::get)
                .filter(java.util.Objects::nonNull)
                .map(Object::toString)
                .findFirst()
                .orElse(null);
    }

    private static String weakestDryRun(Map<String, Capability.Verb> verbs) {
        return verbs.values().stream()
                .map(Capability.Verb::dryRun)
                .max(Comparator.naturalOrder())
                .orElse(Capability.DryRun.NOT_SUPPORTED)
                .name()
                .toLowerCase(Locale.ROOT);
    }
}
