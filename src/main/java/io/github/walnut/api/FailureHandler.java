package io.github.walnut.api;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;

/** Answers for everything that fails on the way to a route. */
final class FailureHandler {

    /** Milliseconds in which a client that still sends can read the answer. */
    private static final long LINGER = 500;

    private static final String DECODERS = "io.netty.handler.codec.";

    private final Failures failures;

    FailureHandler(Failures failures) {
        this.failures = failures;
    }

    void handle(RoutingContext ctx) {
        HttpServerResponse response = ctx.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            return;
        }
        RequestScope scope = RequestScope.of(ctx);
        String traceId = scope == null ? "" : scope.traceId();
        Answer answer = failures.answer(cause(ctx), ctx.request().path(), traceId);
        answer.headers().forEach(response::putHeader);
        response.setStatusCode(answer.status()).end(answer.text());
        if (answer.status() == ProblemCode.TOO_LARGE.status()
                || answer.headers().containsKey("Connection")) {
            ctx.vertx().setTimer(LINGER, over -> ctx.request().connection().close());
        }
    }

    private static long largest(RoutingContext ctx) {
        RequestScope scope = RequestScope.of(ctx);
        return Uploads.largest(scope == null ? null : scope.operation());
    }

    /** Thrown by what reads HTTP off the wire: the sender's fault, and nothing for the log. */
    private static boolean undecoded(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length > 0 && trace[0].getClassName().startsWith(DECODERS);
    }

    private static Throwable cause(RoutingContext ctx) {
        int status =
                ctx.failure() instanceof HttpException http
                        ? http.getStatusCode()
                        : ctx.statusCode();
        if (ctx.failure() != null && !(ctx.failure() instanceof HttpException)) {
            return undecoded(ctx.failure())
                    ? new Problem(ProblemCode.INVALID_REQUEST, "The body cannot be read")
                            .withHeader("Connection", "close")
                    : ctx.failure();
        }
        return switch (status) {
            case 400 -> new Problem(ProblemCode.INVALID_REQUEST, "The request cannot be read");
            case 404 -> new Problem(ProblemCode.NOT_FOUND, "There is nothing at this path");
            case 405 -> new Problem(ProblemCode.METHOD_NOT_ALLOWED, "Not with this method");
            case 413 ->
                    new Problem(
                                    ProblemCode.TOO_LARGE,
                                    "The body is larger than " + largest(ctx) + " bytes")
                            .withHeader("Connection", "close");
            default -> new IllegalStateException("status " + status, ctx.failure());
        };
    }
}
