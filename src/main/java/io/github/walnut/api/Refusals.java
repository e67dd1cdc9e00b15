package io.github.walnut.api;

import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down who was refused by role, CSRF or step-up, before the refusal is answered. */
final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final AuditTrail trail;
    private final Actors actors;
    private final BesideLoops beside;

    Refusals(AuditTrail trail, Actors actors, BesideLoops beside) {
        this.trail = trail;
        this.actors = actors;
        this.beside = beside;
    }

    /** A store that does not take the row changes nothing of the refusal. */
    void write(RoutingContext ctx, Problem refused) {
        AuditTrail.Entry entry = entry(ctx, RequestScope.of(ctx), refused);
        beside.forRefusal(
                        ctx.vertx().getOrCreateContext(),
                        () -> {
                            trail.write(entry);
                            return null;
                        })
                .onFailure(e -> LOG.warn("A refusal could not be written down: {}", e.getMessage()))
                .onComplete(done -> ctx.fail(refused));
    }

    private AuditTrail.Entry entry(RoutingContext ctx, RequestScope scope, Problem refused) {
        Map<String, String> path = scope.pathParameters();
        return new AuditTrail.Entry(
                actors.name(scope.principal()),
                Actors.kind(scope.principal()),
                scope.peer().address(),
                scope.operation().id(),
                path.getOrDefault("id", path.getOrDefault("ups_id", path.get("group"))),
                refused.code().word(),
                null,
                null,
                scope.requestId(),
                scope.requestId());
    }
}
