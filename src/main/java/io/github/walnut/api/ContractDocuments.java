package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.publish.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;

/** Serves the contract itself, and a page that shows it, to everybody unless it is switched off. */
final class ContractDocuments {

    /** How the documents name where their paths stand. */
    private static final String YAML_ROOT = "servers:\n  - url: /\n";

    private static final String JSON_ROOT = "\"servers\":[{\"url\":\"/\"}]";

    private final Nonces nonces = new Nonces();
    private final PagePolicy pages;
    private final String yaml;
    private final String json;
    private final String live;
    private final String page = resource("viewer.html");
    private final String script = resource("viewer.js");

    /**
     * @param live the document of the WebSocket
     */
    ContractDocuments(String yaml, JsonNode document, Json json, String live, PagePolicy pages) {
        this.pages = pages;
        this.yaml = yaml;
        this.live = live;
        this.json = json.write(document);
    }

    void install(Router router) {
        router.get("/api/openapi.yaml")
                .handler(ctx -> send(ctx, "application/yaml", below(ctx, YAML_ROOT, yaml)));
        router.get("/api/openapi.json")
                .handler(ctx -> send(ctx, BodyReader.JSON, below(ctx, JSON_ROOT, json)));
        router.get("/api/asyncapi.yaml").handler(ctx -> send(ctx, "application/yaml", live));
        router.get("/openapi.json")
                .handler(ctx -> send(ctx, BodyReader.JSON, below(ctx, JSON_ROOT, json)));
        router.get("/api/docs").handler(this::page);
        router.get("/api/docs/viewer.js")
                .handler(ctx -> send(ctx, "text/javascript;charset=UTF-8", script));
    }

    /** The document with the server's root where the client sees it. */
    private static String below(RoutingContext ctx, String root, String document) {
        String base = RequestScope.of(ctx).peer().base().outer("/");
        return base.equals("/")
                ? document
                : document.replace(root, root.replaceFirst("/", Matcher.quoteReplacement(base)));
    }

    private void page(RoutingContext ctx) {
        String nonce = nonces.next();
        ctx.response().putHeader("Content-Security-Policy", pages.withNonce(nonce));
        send(ctx, "text/html;charset=UTF-8", page.replace("%NONCE%", nonce));
    }

    private static void send(RoutingContext ctx, String mediaType, String text) {
        ctx.response().putHeader("Content-Type", mediaType).end(text);
    }

    private static String resource(String name) {
        try (InputStream in = ContractDocuments.class.getResourceAsStream("/viewer/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the program lacks its viewer/" + name, e);
        }
    }
}
