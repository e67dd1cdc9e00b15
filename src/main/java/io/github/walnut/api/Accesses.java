package io.github.walnut.api;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Tells of every request when it has been answered: a line at DEBUG, and whoever counts. */
final class Accesses {

    private static final Logger LOG = LoggerFactory.getLogger(Accesses.class);

    private final RequestListener listener;

    Accesses(RequestListener listener) {
        this.listener = listener;
    }

    void watch(RoutingContext ctx) {
        long begin = System.nanoTime();
        ctx.addEndHandler(
                end -> {
                    Duration took = Duration.ofNanos(System.nanoTime() - begin);
                    int status = ctx.response().getStatusCode();
                    RequestScope scope = RequestScope.of(ctx);
                    listener.answered(operation(ctx.request(), scope), status, took);
                    if (LOG.isDebugEnabled()) {
                        tell(ctx.request(), status, took, scope.requestId());
                    }
                });
    }

    private static void tell(HttpServerRequest request, int status, Duration took, String id) {
        try (var logged = MDC.putCloseable("request_id", id)) {
            LOG.debug(
                    "{} {} {} in {} ms for {}",
                    request.method(),
                    target(request),
                    status,
                    took.toMillis(),
                    Addresses.host(request.remoteAddress()));
        }
    }

    /** A path of its own would make a series of each that somebody tries. */
    private static String operation(HttpServerRequest request, RequestScope scope) {
        if (scope.operation() != null) {
            return scope.operation().id();
        }
        String path = request.path();
        return path != null && path.startsWith("/ws")
                ? "ws"
                : Paths.data(path) ? "unknown" : "console";
    }

    /** What follows the path of a socket may be its ticket, and a link is a secret itself. */
    private static String target(HttpServerRequest request) {
        String path = request.path();
        if (Paths.link(path)) {
            return "/api/links";
        }
        return path != null && path.startsWith("/ws") ? path : request.uri();
    }
}
