package io.github.walnut.api;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Cross-origin requests: listed origins only, with credentials; never a wildcard. */
final class Cors {

    private static final String REQUEST_HEADERS =
            "Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key, X-CSRF-Token,"
                    + " X-Request-Id";
    private static final String EXPOSED =
            "ETag, Location, X-Request-Id, X-Walnut-Build, RateLimit-Limit, RateLimit-Remaining,"
                    + " RateLimit-Reset, Retry-After, Idempotent-Replayed";

    private final Origins origins;
    private final Contract contract;

    Cors(Origins origins, Contract contract) {
        this.origins = origins;
        this.contract = contract;
    }

    void handle(RoutingContext ctx) {
        String origin = ctx.request().getHeader("Origin");
        boolean preflight =
                ctx.request().method().equals(HttpMethod.OPTIONS)
                        && ctx.request().getHeader("Access-Control-Request-Method") != null;
        if (origin == null) {
            ctx.next();
            return;
        }
        boolean allowed = origins.allowed(origin, ctx.request());
        if (allowed) {
            HttpServerResponse response = ctx.response();
            response.putHeader("Access-Control-Allow-Origin", origin);
            response.putHeader("Access-Control-Allow-Credentials", "true");
            response.putHeader("Access-Control-Expose-Headers", EXPOSED);
        }
        if (!preflight) {
            ctx.next();
        } else if (allowed) {
            answer(ctx);
        } else {
            ctx.fail(
                    new Problem(
                            ProblemCode.PREFLIGHT_ORIGIN_NOT_ALLOWED,
                            "The origin " + origin + " is not in the list of allowed origins"));
        }
    }

    private void answer(RoutingContext ctx) {
        Contract.Match match = contract.match("OPTIONS", ctx.request().path());
        String methods = match instanceof Contract.Match.OtherMethod other ? other.allow() : "GET";
        ctx.response()
                .putHeader("Access-Control-Allow-Methods", methods)
                .putHeader("Access-Control-Allow-Headers", REQUEST_HEADERS)
                .putHeader("Access-Control-Max-Age", "600")
                .setStatusCode(200)
                .end();
    }
}
