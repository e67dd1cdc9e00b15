package io.github.walnut.api;

import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** Before the routes stand, and after the program was told to end, every operation says so. */
final class Readiness {

    private enum State {
        STARTING,
        READY,
        STOPPING
    }

    private volatile State state = State.STARTING;

    void begun() {
        state = State.READY;
    }

    void ending() {
        state = State.STOPPING;
    }

    boolean ready() {
        return state == State.READY;
    }

    void handle(RoutingContext ctx) {
        State now = state;
        if (now == State.READY || !Paths.data(ctx.request().path())) {
            ctx.next();
            return;
        }
        if (ctx.request().path().equals("/observe/health/live")) {
            ctx.response().putHeader("Content-Type", BodyReader.JSON).end("{\"status\":\"UP\"}");
            return;
        }
        throw now == State.STARTING
                ? new Problem(ProblemCode.STARTING, "walNUT is starting")
                        .retryAfter(Duration.ofSeconds(2))
                : new Problem(ProblemCode.STOPPING, "walNUT is stopping")
                        .retryAfter(Duration.ofSeconds(10));
    }
}
