package io.github.walnut.app;

import io.github.walnut.component.device.MqttTopics;
import io.github.walnut.integration.PreparedPlaces;
import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.routes.RouteConnection;
import io.github.walnut.routes.RouteConnection.Kind;
import io.github.walnut.routes.RouteSurroundings;
import io.github.walnut.store.PolicyRepository;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.camel.model.ModelCamelContext;

/** What is there, as routes of operators are checked against it. */
record RoadSurroundings(
        ModelCamelContext camel,
        PolicyRepository policies,
        Predicate<String> channels,
        Inventory inventory)
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

    @Override
    public Optional<RouteConnection> connection(String id) {
        return inventory.host(id).filter(host -> host.id().equals(id)).map(this::connection);
    }

    private RouteConnection connection(Host host) {
        return new RouteConnection(
                kind(host),
                host.enabled(),
                guarded(host),
                PreparedPlaces.requests(host),
                topic ->
                        !(host.config().get("topics_allowed") instanceof Collection<?> globs)
                                || MqttTopics.allowed(globs, topic));
    }

    private boolean guarded(Host host) {
        return host.self()
                || inventory.targets(host.id(), "host").stream()
                        .anyMatch(target -> target.guarded() || target.self());
    }

    private Kind kind(Host host) {
        return offers(host, "http.request", "send")
                ? Kind.HTTP
                : offers(host, "message.publish", "publish") ? Kind.MQTT : null;
    }

    private boolean offers(Host host, String capability, String verb) {
        return inventory.capabilities(host.id()).stream()
                .filter(offer -> offer.id().equals(capability))
                .map(Capability::verbs)
                .anyMatch(verbs -> verbs.containsKey(verb));
    }
}
