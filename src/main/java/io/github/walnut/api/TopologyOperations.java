package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.inventory.Feeds;
import io.github.walnut.inventory.Topology;
import io.github.walnut.publish.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How UPSs, hosts and gear hang together. */
final class TopologyOperations implements Resource {

    private final TopologyDesk desk;
    private final Actors actors;
    private final Json json;

    TopologyOperations(TopologyDesk desk, Actors actors, Json json) {
        this.desk = desk;
        this.actors = actors;
        this.json = json;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "topology-get", this::get,
                "topology-replace", this::replace,
                "topology-findings", this::findings);
    }

    private Reply get(Call call) {
        Topology now = desk.topology();
        return Reply.ok(write(now)).withVersion(now.version());
    }

    private Reply replace(Call call) {
        int version = desk.topology().version();
        ETags.check(call, version);
        Topology now = desk.replace(read(call.body(), version), version, actors.name(call));
        return Reply.ok(write(now)).withVersion(now.version());
    }

    private Reply findings(Call call) {
        ObjectNode node = json.object();
        node.set(
                "items",
                json.array(
                        desk.findings(),
                        finding -> {
                            ObjectNode item = json.object();
                            item.put("severity", finding.severity().word());
                            item.put("code", finding.code());
                            item.put("pointer", finding.pointer());
                            item.put("message", finding.message());
                            item.put("hint", finding.hint());
                            return item;
                        }));
        return Reply.ok(node);
    }

    private static Topology read(JsonNode body, int version) {
        List<Topology.Node> nodes = new ArrayList<>();
        for (JsonNode node : body.path("nodes")) {
            nodes.add(
                    new Topology.Node(
                            node.get("id").asText(),
                            Topology.NodeKind.valueOf(upper(node.get("kind"))),
                            node.hasNonNull("ref") ? node.get("ref").asText() : null,
                            node.path("name").asText(node.get("id").asText())));
        }
        List<Topology.Link> links = new ArrayList<>();
        for (JsonNode link : body.path("links")) {
            links.add(
                    new Topology.Link(
                            link.get("from").asText(),
                            link.get("to").asText(),
                            Topology.LinkKind.valueOf(upper(link.get("kind")))));
        }
        Map<String, Feeds> feeds = new LinkedHashMap<>();
        for (JsonNode fed : body.path("feeds")) {
            String host = fed.get("host_id").asText();
            if (feeds.put(host, feeds(host, fed)) != null) {
                throw new Problem(
                        ProblemCode.INVALID_REQUEST, "feeds names host '" + host + "' twice");
            }
        }
        return new Topology(version, nodes, links, feeds);
    }

    private static Feeds feeds(String host, JsonNode fed) {
        List<String> sources = new ArrayList<>();
        fed.get("sources").forEach(source -> sources.add(source.asText()));
        int need = fed.path("need").asInt(1);
        if (need < 1 || need > sources.size()) {
            throw new Problem(
                    ProblemCode.INVALID_REQUEST,
                    "need of '" + host + "' is " + need + ", expected 1 to " + sources.size());
        }
        return new Feeds(sources, need);
    }

    private static String upper(JsonNode word) {
        return word.asText().toUpperCase(Locale.ROOT);
    }

    private ObjectNode write(Topology topology) {
        ObjectNode node = json.object();
        node.put("version", topology.version());
        node.set(
                "nodes",
                json.array(
                        topology.nodes(),
                        each ->
                                json.object()
                                        .put("id", each.id())
                                        .put("kind", each.kind().word())
                                        .put("ref", each.ref())
                                        .put("name", each.name())));
        node.set(
                "links",
                json.array(
                        topology.links(),
                        each ->
                                json.object()
                                        .put("from", each.from())
                                        .put("to", each.to())
                                        .put("kind", each.kind().word())));
        node.set(
                "feeds",
                json.array(
                        new TreeMap<>(topology.feeds()).entrySet(),
                        each -> {
                            ObjectNode fed = json.object().put("host_id", each.getKey());
                            fed.set("sources", json.texts(each.getValue().sources()));
                            return fed.put("need", each.getValue().need());
                        }));
        return node;
    }
}
