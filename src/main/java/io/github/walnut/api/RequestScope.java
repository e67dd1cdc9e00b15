package io.github.walnut.api;

import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** What the handlers in front learn about a request and hand on to each other. */
final class RequestScope {

    private static final String KEY = RequestScope.class.getName();

    private final String requestId;
    private final String traceId;
    private final Proxies.Peer peer;
    private Operation operation;
    private Map<String, String> pathParameters;
    private Principal principal;

    RequestScope(String requestId, String traceId, Proxies.Peer peer) {
        this.peer = peer;
        this.requestId = requestId;
        this.traceId = traceId;
    }

    static RequestScope of(RoutingContext ctx) {
        return ctx.get(KEY);
    }

    void attach(RoutingContext ctx) {
        ctx.put(KEY, this);
    }

    String requestId() {
        return requestId;
    }

    String traceId() {
        return traceId;
    }

    Proxies.Peer peer() {
        return peer;
    }

    void matched(Operation found, Map<String, String> parameters) {
        this.operation = found;
        this.pathParameters = parameters;
    }

    Operation operation() {
        return operation;
    }

    Map<String, String> pathParameters() {
        return pathParameters;
    }

    void identified(Principal who) {
        this.principal = who;
    }

    Principal principal() {
        return principal;
    }
}
