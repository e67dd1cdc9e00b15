package io.github.walnut.app;

import io.github.walnut.routes.RouteSurroundings;
import io.github.walnut.store.PolicyRepository;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.camel.model.ModelCamelContext;

/** The core's routes, policies and channels, as routes of operators are checked against them. */
record RoadSurroundings(
        ModelCamelContext camel, PolicyRepository policies, Predicate<String> channels)
        implements RouteSurroundings {

    @Override
    public boolean core(String routeId) {
        return camel.getRouteDefinition(routeId) != null;
    }

    @Override
    public boolean policy(UUID id) {
        return policies.find(id).isPresent();
    }

    @Override
    public boolean channel(String id) {
        return channels.test(id);
    }
}
