package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.publish.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Serves the contract itself, to everybody unless it is switched off. */
final class ContractDocuments {

    private final String yaml;
    private final String json;
    private final String live;

    /**
     * @param live the document of the WebSocket
     */
    ContractDocuments(String yaml, JsonNode document, Json json, String live) {
        this.yaml = yaml;
        this.live = live;
        this.json = json.write(document);
    }

    void install(Router router) {
        router.get("/api/openapi.yaml").handler(ctx -> send(ctx, "application/yaml", yaml));
        router.get("/api/openapi.json").handler(ctx -> send(ctx, BodyReader.JSON, json));
        router.get("/api/asyncapi.yaml").handler(ctx -> send(ctx, "application/yaml", live));
        router.get("/openapi.json").handler(ctx -> send(ctx, BodyReader.JSON, json));
    }

    private static void send(RoutingContext ctx, String mediaType, String text) {
        ctx.response().putHeader("Content-Type", mediaType).end(text);
    }
}
