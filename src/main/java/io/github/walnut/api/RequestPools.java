package io.github.walnut.api;

import io.github.walnut.publish.QueueFigure;
import io.github.walnut.security.AddressRange;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The pools of the operations, and the place that each request takes in one of them. */
final class RequestPools implements AutoCloseable {

    private static final String PLACE = RequestPlace.class.getName();

    private final Map<OperationPool, RequestPool> pools = new EnumMap<>(OperationPool.class);

    RequestPools() {
        for (OperationPool each : OperationPool.values()) {
            pools.put(
                    each,
                    new RequestPool(each.word(), each.threads(), each.waiting(), each.first()));
        }
    }

    RequestPool of(OperationPool pool) {
        return pools.get(pool);
    }

    /**
     * Takes a place for the request, unless it has one.
     *
     * @throws Problem {@code OVERLOADED} when there is none
     */
    void enter(RoutingContext ctx, Operation operation) {
        if (place(ctx) == null) {
            RequestPlace place = of(operation.pool()).enter(caller(RequestScope.of(ctx)));
            if (operation.pool().reads() && !operation.audit()) {
                place.mayBeCut();
            }
            ctx.put(PLACE, place);
            ctx.addEndHandler(ended -> place.over());
        }
    }

    /** Null when the request is none of an operation. */
    static RequestPlace place(RoutingContext ctx) {
        return ctx.get(PLACE);
    }

    private static String caller(RequestScope scope) {
        return scope.principal() == null
                ? "address " + AddressRange.party(scope.peer().address())
                : "user " + scope.principal().userId();
    }

    List<QueueFigure> figures() {
        return pools.values().stream().map(RequestPool::figure).toList();
    }

    @Override
    public void close() {
        pools.values().forEach(RequestPool::close);
    }
}
