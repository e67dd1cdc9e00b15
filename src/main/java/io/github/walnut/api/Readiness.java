package io.github.walnut.api;

import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Until the routes stand every operation answers that walNUT is starting. */
final class Readiness {

    private final AtomicBoolean ready = new AtomicBoolean();

    void ready(boolean now) {
        ready.set(now);
    }

    boolean ready() {
        return ready.get();
    }

    void handle(RoutingContext ctx) {
        if (ready() || !Paths.data(ctx.request().path())) {
            ctx.next();
            return;
        }
        if (ctx.request().path().equals("/observe/health/live")) {
            ctx.response().putHeader("Content-Type", BodyReader.JSON).end("{\"status\":\"UP\"}");
            return;
        }
        throw new Problem(ProblemCode.STARTING, "walNUT is starting")
                .retryAfter(Duration.ofSeconds(2));
    }
}
