package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * Before the routes stand, and after the program was told to end, every operation says so; what
 * asks for health hears it in the form that it reads.
 */
final class Readiness {

    private enum State {
        STARTING,
        READY,
        STOPPING
    }

    private final String version;
    private final Json json;
    private volatile State state = State.STARTING;

    Readiness(String version, Json json) {
        this.version = version;
        this.json = json;
    }

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
        Problem refusal = refusal(now);
        switch (ctx.request().path()) {
            case "/observe/health/live" -> answer(ctx, 200, probe("UP"));
            case "/observe/health/ready" -> answer(ctx, 503, probe("DOWN"));
            case "/health" -> answer(ctx, 503, health(refusal.getMessage()));
            default -> throw refusal;
        }
    }

    private static Problem refusal(State now) {
        return now == State.STARTING
                ? new Problem(ProblemCode.STARTING, "walNUT is starting")
                        .retryAfter(Duration.ofSeconds(2))
                : new Problem(ProblemCode.STOPPING, "walNUT is stopping")
                        .retryAfter(Duration.ofSeconds(10));
    }

    private ObjectNode probe(String status) {
        return json.object().put("status", status);
    }

    private ObjectNode health(String message) {
        return json.object()
                .put("status", "error")
                .put("service", "walnut")
                .put("version", version)
                .put("message", message)
                .put("auth_required", true)
                .putNull("armed")
                .putNull("mode");
    }

    private void answer(RoutingContext ctx, int status, ObjectNode body) {
        ctx.response()
                .setStatusCode(status)
                .putHeader("Content-Type", BodyReader.JSON)
                .end(json.write(body));
    }
}
