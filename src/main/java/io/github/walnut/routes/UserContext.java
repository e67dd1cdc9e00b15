package io.github.walnut.routes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.walnut.component.walnut.ConnectionComponent;
import io.github.walnut.component.walnut.Crew;
import io.github.walnut.component.walnut.CrewTimer;
import io.github.walnut.component.walnut.Outgoing;
import io.github.walnut.component.walnut.Signal;
import io.github.walnut.component.walnut.WalnutComponent;
import io.github.walnut.integration.ClosedContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * The CamelContext in which routes of operators run, and nothing else: few components, languages
 * and data formats, no files, no beans, threads of its own (SEC-64).
 */
final class UserContext implements AutoCloseable {

    private static final Set<String> FOUND = Set.of("log");
    private static final Set<String> LANGUAGES = Set.of("constant", "simple", "jsonpath");
    private static final Set<String> DATA_FORMATS = Set.of("jackson");
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final DefaultCamelContext camel;
    private final Crew crew;
    private final WalnutComponent walnut;
    private final RouteFigures figures;
    private final ContextRoutes routes;

    UserContext(Outgoing outgoing, Clock clock) throws Exception {
        this(outgoing, clock, LIMIT);
    }

    /**
     * @param limit of the time that an exchange may take
     */
    UserContext(Outgoing outgoing, Clock clock, Duration limit) throws Exception {
        crew = new Crew(limit);
        camel = ClosedContext.of("walnut-user-routes", FOUND);
        ClosedContext.restrict(camel, LANGUAGES, DATA_FORMATS);
        camel.getCamelContextExtension().addInterceptStrategy(new RouteGuard(limit));
        figures = new RouteFigures(clock).watch(camel);
        walnut = new WalnutComponent(crew, outgoing);
        DirectComponent direct = new DirectComponent();
        direct.setBlock(false);
        camel.addComponent("walnut", walnut);
        camel.addComponent("connection", new ConnectionComponent(outgoing.sender()));
        camel.addComponent("timer", new CrewTimer(crew));
        camel.addComponent("direct", direct);
        camel.getShutdownStrategy().setTimeout(5);
        routes = new ContextRoutes(camel, figures);
        camel.start();
    }

    /** One in which nothing ever happens: for trying whether routes start. */
    static UserContext scratch(Clock clock) throws Exception {
        return new UserContext(Outgoing.nowhere(), clock);
    }

    DefaultCamelContext camel() {
        return camel;
    }

    ContextRoutes routes() {
        return routes;
    }

    long dropped() {
        return crew.dropped();
    }

    void tell(Signal signal) {
        walnut.tell(signal);
    }

    boolean heard(String kind) {
        return walnut.heard(kind);
    }

    /** Adds and starts routes that were checked; all of them or none. */
    void add(CheckedRoutes checked) throws Exception {
        try {
            load(checked.camel());
        } catch (Exception e) {
            remove(checked.ids());
            throw e;
        }
    }

    /** The text is JSON, which is YAML, and holds nothing but what was understood. */
    private void load(ArrayNode routes) throws Exception {
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(
                        ResourceHelper.fromString(
                                "user-" + UUID.randomUUID() + ".camel.yaml", routes.toString()));
    }

    void remove(List<String> ids) throws Exception {
        for (String id : ids) {
            if (camel.getRoute(id) != null) {
                camel.getRouteController().stopRoute(id);
                camel.removeRoute(id);
            }
            if (camel.getRouteDefinition(id) != null) {
                camel.removeRouteDefinition(camel.getRouteDefinition(id));
            }
        }
    }

    @Override
    public void close() {
        crew.close();
        camel.stop();
    }
}
