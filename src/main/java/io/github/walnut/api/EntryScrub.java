package io.github.walnut.api;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Takes the address off an exchange before the first step sees it: Camel keeps it in headers that
 * its HTTP producers obey.
 */
final class EntryScrub extends RoutePolicySupport implements RoutePolicyFactory {

    private static final String CONTRACT = "api-contract";
    private static final List<String> ADDRESS =
            List.of("CamelHttpUri", "CamelHttpUrl", "CamelHttpQuery", "CamelHttpRawQuery");

    @Override
    public RoutePolicy createRoutePolicy(CamelContext camel, String routeId, NamedNode route) {
        return CONTRACT.equals(routeId) ? this : null;
    }

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
        ADDRESS.forEach(exchange.getMessage()::removeHeader);
    }
}
