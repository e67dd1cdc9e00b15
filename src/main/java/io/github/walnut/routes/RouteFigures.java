package io.github.walnut.routes;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Counts what passes the routes of a context and their steps. Put it in place before routes are
 * added; each costs two looks at the clock.
 */
public final class RouteFigures implements RoutePolicyFactory, InterceptStrategy {

    private final Clock clock;
    private final Map<String, RouteCounter> routes = new ConcurrentHashMap<>();
    private final Map<String, RouteCounter> nodes = new ConcurrentHashMap<>();

    public RouteFigures(Clock clock) {
        this.clock = clock;
    }

    /** Counts every route that is added from now on. */
    public RouteFigures watch(CamelContext camel) {
        camel.addRoutePolicyFactory(this);
        camel.getCamelContextExtension().addInterceptStrategy(this);
        return this;
    }

    RouteCounts ofRoute(String id) {
        return counts(routes.get(id));
    }

    RouteCounts ofNode(String id) {
        return counts(nodes.get(id));
    }

    private static RouteCounts counts(RouteCounter counter) {
        return counter == null ? RouteCounts.NONE : counter.counts();
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext camel, String routeId, NamedNode route) {
        RouteCounter counter = new RouteCounter(clock);
        routes.put(routeId, counter);
        return new Policy(counter);
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext camel, NamedNode node, Processor target, Processor next) {
        RouteCounter counter = new RouteCounter(clock);
        nodes.put(node.getId(), counter);
        return new Step(target, counter);
    }

    /** What failed in the route stays visible to it when an error policy has dealt with it. */
    private static Throwable failure(Exchange exchange, String routeId) {
        if (exchange.getException() != null) {
            return exchange.getException();
        }
        Object where = exchange.getProperty(ExchangePropertyKey.FAILURE_ROUTE_ID);
        return routeId.equals(where)
                ? exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class)
                : null;
    }

    private static final class Policy extends RoutePolicySupport {

        private final RouteCounter counter;
        private final Map<Exchange, Long> begun = new ConcurrentHashMap<>();

        Policy(RouteCounter counter) {
            this.counter = counter;
        }

        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            begun.put(exchange, System.nanoTime());
            counter.begin();
        }

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            Long since = begun.remove(exchange);
            if (since != null) {
                counter.done(System.nanoTime() - since, failure(exchange, route.getRouteId()));
            }
        }
    }

    private static final class Step extends DelegateAsyncProcessor {

        private final RouteCounter counter;

        Step(Processor target, RouteCounter counter) {
            super(target);
            this.counter = counter;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            long since = System.nanoTime();
            counter.begin();
            return super.process(
                    exchange,
                    done -> {
                        counter.done(System.nanoTime() - since, exchange.getException());
                        callback.done(done);
                    });
        }
    }
}
