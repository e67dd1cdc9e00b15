package io.github.walnut.api;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * Carries requests out on the threads of their place. Camel's own consumer has one pool for
 * everything, in which whatever waits for a hash keeps all others from their turn.
 */
final class PooledConsumer extends VertxPlatformHttpConsumer {

    PooledConsumer(
            PlatformHttpEndpoint endpoint,
            Processor processor,
            List<Handler<RoutingContext>> handlers,
            int port) {
        super(endpoint, processor, handlers, VertxPlatformHttpRouter.getRouterNameFromPort(port));
    }

    @Override
    protected void handleRequest(RoutingContext ctx) {
        RequestPlace place = RequestPools.place(ctx);
        if (place == null) { // of a route that is none of the contract
            super.handleRequest(ctx);
            return;
        }
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        Context loop = ctx.vertx().getOrCreateContext();
        processHttpRequest(exchange, ctx)
                .onFailure(ctx::fail)
                .onSuccess(
                        read ->
                                place.begin(
                                        () -> carryOut(exchange, ctx, loop, place),
                                        () -> ctx.fail(stopping())));
    }

    private void carryOut(Exchange exchange, RoutingContext ctx, Context loop, RequestPlace place) {
        try {
            createUoW(exchange);
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        SentAnswer answer = new SentAnswer(exchange, getEndpoint().getHeaderFilterStrategy());
        doneUoW(exchange);
        releaseExchange(exchange, false);
        place.onLeave(answer::close);
        loop.runOnContext(go -> answer.send(ctx, loop, place));
    }

    private static Problem stopping() {
        return new Problem(ProblemCode.STOPPING, "walNUT is stopping");
    }
}
