package io.github.walnut.api;

import io.github.walnut.security.Digests;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The last handler in front: takes all that the operation needs off the wire and lets Camel go on.
 */
final class Forward {

    private static final int MOST_PARAMETERS = 100;

    private static final int LONGEST_SHOWN = 40;

    private static final int NOT_MODIFIED = 304;

    private final ServerTime serverTime;
    private final CookieSecurity cookies;
    private final Proxies proxies;
    private final RequestPools pools;

    Forward(ServerTime serverTime, CookieSecurity cookies, Proxies proxies, RequestPools pools) {
        this.serverTime = serverTime;
        this.cookies = cookies;
        this.proxies = proxies;
        this.pools = pools;
    }

    /** Camel reads the user off the context itself, where only the older setter puts it. */
    @SuppressWarnings("deprecation")
    void handle(RoutingContext ctx) {
        RequestScope scope = RequestScope.of(ctx);
        if (scope.operation() == null) {
            ctx.next();
            return;
        }
        String mediaType = mediaType(ctx.request());
        checkMediaType(scope.operation(), mediaType, ctx);
        Acceptance.check(scope.operation(), ctx.request().getHeader("Accept"));
        checkQuery(scope.operation(), ctx);
        pools.enter(ctx, scope.operation());
        serverTime.limit(ctx, scope.operation());
        User carrier = User.create(new JsonObject());
        carrier.attributes().getMap().put(Incoming.ATTRIBUTE, incoming(ctx, scope, mediaType));
        ctx.setUser(carrier);
        ctx.addHeadersEndHandler(ending -> tellLength(ctx.response()));
        ctx.next();
    }

    /**
     * Camel announces pieces for every text; what is sent in one go has a length instead, which
     * HEAD is told too.
     */
    private static void tellLength(HttpServerResponse response) {
        if (response.ended()
                && response.getStatusCode() != NOT_MODIFIED
                && !response.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            response.headers()
                    .remove(HttpHeaders.TRANSFER_ENCODING)
                    .set(HttpHeaders.CONTENT_LENGTH, Long.toString(response.bytesWritten()));
        }
    }

    private Incoming incoming(RoutingContext ctx, RequestScope scope, String mediaType) {
        HttpServerRequest request = ctx.request();
        Map<String, List<String>> query = new LinkedHashMap<>();
        Map<String, String> headers = new LinkedHashMap<>();
        for (Operation.Parameter parameter : scope.operation().parameters()) {
            if (parameter.in().equals("query")) {
                query.put(parameter.name(), ctx.queryParam(parameter.name()));
            } else if (parameter.in().equals("header")) {
                headers.put(parameter.name(), request.getHeader(parameter.name()));
            }
        }
        Map<String, String> form = new LinkedHashMap<>();
        if (BodyReader.FORM.equals(mediaType) && !RawBody.expected(scope.operation())) {
            request.formAttributes().forEach(field -> form.put(field.getKey(), field.getValue()));
        }
        Upload upload = Uploads.of(ctx);
        if (upload != null) {
            form.putAll(upload.fields());
            form.put(Uploads.FIELD, upload.fileName());
        }
        return new Incoming(
                scope.operation(),
                scope.principal(),
                scope.pathParameters(),
                query,
                headers,
                form,
                upload == null ? text(ctx) : fingerprint(upload),
                upload,
                mediaType,
                request.path(),
                scope.traceId(),
                envelope(ctx, scope));
    }

    /** What stands for a file where bodies are compared. */
    private static String fingerprint(Upload upload) {
        return Digests.sha256Hex(
                upload.fileName() + "\n" + upload.sha256() + "\n" + new TreeMap<>(upload.fields()));
    }

    private Call.Envelope envelope(RoutingContext ctx, RequestScope scope) {
        HttpServerRequest request = ctx.request();
        boolean named =
                request.getHeader("Authorization") != null; // stands above cookies, also a bad one
        String agent = request.getHeader("User-Agent");
        return new Call.Envelope(
                scope.requestId(),
                scope.peer().address(),
                agent == null ? null : agent.substring(0, Math.min(agent.length(), 256)),
                request.getHeader("Accept"),
                scope.peer().secure(),
                scope.peer().loopback(),
                named ? Map.of() : Cookies.of(request),
                cookies.names(request, proxies));
    }

    private static void checkMediaType(Operation operation, String mediaType, RoutingContext ctx) {
        boolean empty = text(ctx).isEmpty() && ctx.request().formAttributes().isEmpty();
        if (operation.body() != null && !operation.body().raw() && !empty) {
            BodyReader.checkMediaType(operation, mediaType);
        }
    }

    /** Those that everybody may call are also asked by monitors that add words of their own. */
    private static void checkQuery(Operation operation, RoutingContext ctx) {
        String query = ctx.request().query();
        if (query == null || query.isEmpty()) {
            return;
        }
        if (query.chars().filter(c -> c == '&').count() >= MOST_PARAMETERS) {
            throw new Problem(
                    ProblemCode.INVALID_PARAMETER,
                    "The query has more than " + MOST_PARAMETERS + " parameters");
        }
        for (String name : queryNames(ctx)) {
            if (!operation.open() && !operation.asks(name)) {
                throw new Problem(
                        ProblemCode.INVALID_PARAMETER,
                        "'" + shown(name) + "' is no parameter of this operation");
            }
        }
    }

    private static String shown(String name) {
        return name.substring(0, Math.min(name.length(), LONGEST_SHOWN));
    }

    private static Set<String> queryNames(RoutingContext ctx) {
        try {
            return ctx.queryParams().names();
        } catch (IllegalArgumentException | HttpException e) {
            throw new Problem(ProblemCode.INVALID_PARAMETER, "The query cannot be decoded");
        }
    }

    private static String text(RoutingContext ctx) {
        return ctx.body() == null || ctx.body().buffer() == null
                ? ""
                : ctx.body().buffer().toString(StandardCharsets.UTF_8);
    }

    private static String mediaType(HttpServerRequest request) {
        String header = request.getHeader("Content-Type");
        return header == null ? null : header.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    }
}
