package io.github.walnut.api;

import io.vertx.ext.web.Router;
import java.util.function.Consumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;

/**
 * Camel's server with our handlers on its router before the port opens, so that there is no gap.
 */
final class FrontServer extends VertxPlatformHttpServer {

    private final Consumer<Router> handlers;

    FrontServer(ApiConfig config, Consumer<Router> handlers) {
        super(configuration(config));
        this.handlers = handlers;
    }

    @Override
    protected void initializeServer() {
        super.initializeServer();
        handlers.accept(
                VertxPlatformHttpRouter.lookup(
                        getCamelContext(),
                        VertxPlatformHttpRouter.getRouterNameFromPort(getConfigurationPort())));
    }

    private static VertxPlatformHttpServerConfiguration configuration(ApiConfig config) {
        VertxPlatformHttpServerConfiguration server = new VertxPlatformHttpServerConfiguration();
        server.setBindHost(config.host());
        server.setBindPort(config.port());
        server.setMaxBodySize(Gate.LARGEST_BODY);
        return server;
    }
}
