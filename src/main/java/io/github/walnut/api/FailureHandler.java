package io.github.walnut.api;

import io.github.walnut.publish.Json;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;

/** Answers for everything that fails on the way to a route. */
final class FailureHandler {

    private final Failures failures;
    private final Json json;

    FailureHandler(Failures failures, Json json) {
        this.failures = failures;
        this.json = json;
    }

    void handle(RoutingContext ctx) {
        HttpServerResponse response = ctx.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        RequestScope scope = RequestScope.of(ctx);
        String traceId = scope == null ? "" : scope.traceId();
        Problem problem = failures.problem(cause(ctx), ctx.request().path(), traceId);
        problem.headers().forEach(response::putHeader);
        response.setStatusCode(problem.code().status())
                .putHeader("Content-Type", ProblemJson.MEDIA_TYPE)
                .end(json.write(failures.writer().write(problem, ctx.request().path(), traceId)));
    }

    private static Throwable cause(RoutingContext ctx) {
        int status =
                ctx.failure() instanceof HttpException http
                        ? http.getStatusCode()
                        : ctx.statusCode();
        if (ctx.failure() != null && !(ctx.failure() instanceof HttpException)) {
            return ctx.failure();
        }
        return switch (status) {
            case 400 -> new Problem(ProblemCode.INVALID_REQUEST, "The request cannot be read");
            case 404 -> new Problem(ProblemCode.NOT_FOUND, "There is nothing at this path");
            case 405 -> new Problem(ProblemCode.METHOD_NOT_ALLOWED, "Not with this method");
            case 413 ->
                    new Problem(
                                    ProblemCode.TOO_LARGE,
                                    "The body is larger than " + Gate.LARGEST_BODY + " bytes")
                            .withHeader("Connection", "close");
            default -> new IllegalStateException("status " + status, ctx.failure());
        };
    }
}
