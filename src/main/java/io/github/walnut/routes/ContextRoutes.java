package io.github.walnut.routes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.util.URISupport;

/** What can be told of the routes of one context. */
public final class ContextRoutes {

    /** The group of core routes that people may stop. */
    private static final String OPTIONAL = "optional";

    private static final int LONGEST_LABEL = 256;

    private final ModelCamelContext camel;
    private final RouteFigures figures;

    public ContextRoutes(ModelCamelContext camel, RouteFigures figures) {
        this.camel = camel;
        this.figures = figures;
    }

    /** By id. */
    public List<RouteView> all() {
        return camel.getRoutes().stream()
                .map(this::view)
                .sorted(Comparator.comparing(RouteView::id))
                .toList();
    }

    public Optional<RouteView> find(String id) {
        return Optional.ofNullable(camel.getRoute(id)).map(this::view);
    }

    /** In the order in which they are passed; what a step holds follows it. */
    public List<RouteNode> nodes(String routeId) {
        List<RouteNode> nodes = new ArrayList<>();
        RouteDefinition route = camel.getRouteDefinition(routeId);
        if (route != null) {
            route.getOutputs().forEach(step -> add(step, null, nodes));
        }
        return nodes;
    }

    /** Whether the configuration lets it start with the program. */
    public boolean startsByItself(String id) {
        Route route = camel.getRoute(id);
        return route != null && route.isAutoStartup();
    }

    /**
     * @throws IllegalStateException when it does not start
     */
    public void start(String id) {
        try {
            camel.getRouteController().startRoute(id);
        } catch (Exception e) {
            throw new IllegalStateException("route " + id + " does not start: " + e, e);
        }
    }

    /**
     * @throws IllegalStateException when it does not stop
     */
    public void stop(String id) {
        try {
            camel.getRouteController().stopRoute(id);
        } catch (Exception e) {
            throw new IllegalStateException("route " + id + " does not stop: " + e, e);
        }
    }

    private RouteView view(Route route) {
        ServiceStatus status = camel.getRouteController().getRouteStatus(route.getRouteId());
        boolean started = status != null && status.isStarted();
        return new RouteView(
                route.getRouteId(),
                route.getDescription(),
                started ? "started" : "stopped",
                URISupport.sanitizeUri(route.getEndpoint().getEndpointUri()),
                figures.ofRoute(route.getRouteId()),
                started ? route.getUptimeMillis() / 1000 : null,
                OPTIONAL.equals(route.getGroup()),
                null,
                null);
    }

    private void add(ProcessorDefinition<?> step, String parent, List<RouteNode> nodes) {
        nodes.add(
                new RouteNode(
                        step.getId(),
                        step.getShortName(),
                        label(step),
                        parent,
                        figures.ofNode(step.getId())));
        step.getOutputs().forEach(inner -> add(inner, step.getId(), nodes));
    }

    private static String label(ProcessorDefinition<?> step) {
        String label = URISupport.sanitizeUri(step.getLabel());
        return label != null && label.length() > LONGEST_LABEL
                ? label.substring(0, LONGEST_LABEL)
                : label;
    }
}
