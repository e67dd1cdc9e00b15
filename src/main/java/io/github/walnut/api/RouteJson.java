package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import io.github.walnut.routes.RouteCounts;
import io.github.walnut.routes.RouteNode;
import io.github.walnut.routes.RouteView;
import java.util.List;

/** The JSON form of routes and of what is counted of them. */
final class RouteJson {

    private final Json json;

    RouteJson(Json json) {
        this.json = json;
    }

    ObjectNode write(RouteView route) {
        ObjectNode node = json.object();
        node.put("id", route.id());
        node.put("description", route.description());
        node.put("origin", route.user() ? "user" : "core");
        node.put("document_id", route.documentId());
        node.put("version", route.version());
        node.put("status", route.status());
        node.put("from_uri", route.fromUri());
        counts(node, route.counts());
        node.put("uptime_seconds", route.uptimeSeconds());
        node.put("editable", route.user());
        node.put("optional", route.optional());
        return node;
    }

    ObjectNode detail(RouteView route, String source, List<RouteNode> nodes) {
        ObjectNode node = write(route);
        node.put("yaml", source);
        node.set("nodes", json.array(nodes, this::write));
        return node;
    }

    ObjectNode stats(RouteView route, List<RouteNode> nodes) {
        ObjectNode node = json.object();
        node.put("id", route.id());
        node.put("status", route.status());
        counts(node, route.counts());
        node.put("uptime_seconds", route.uptimeSeconds());
        node.set("nodes", json.array(nodes, this::write));
        return node;
    }

    private ObjectNode write(RouteNode step) {
        ObjectNode node = json.object();
        node.put("id", step.id());
        node.put("type", step.type());
        node.put("label", step.label());
        node.put("parent", step.parent());
        counts(node, step.counts());
        return node;
    }

    private void counts(ObjectNode node, RouteCounts counts) {
        node.put("exchanges_total", counts.total());
        node.put("failed_total", counts.failed());
        node.put("inflight", counts.inflight());
        node.put("mean_ms", counts.meanMillis());
        node.put("last_ms", counts.lastMillis());
        if (counts.lastFailure() == null) {
            node.putNull("last_failure");
        } else {
            node.putObject("last_failure")
                    .put("at", Json.at(counts.lastFailure().at()))
                    .put("message", counts.lastFailure().message());
        }
    }
}
