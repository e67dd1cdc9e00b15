package io.github.walnut.api;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Camel's server with our handlers on its router before the port opens, so that there is no gap.
 */
final class FrontServer extends VertxPlatformHttpServer {

    private static final Logger LOG = LoggerFactory.getLogger(FrontServer.class);

    private final Consumer<Router> handlers;

    FrontServer(ApiConfig config, Consumer<Router> handlers) {
        super(configuration(config));
        this.handlers = handlers;
    }

    @Override
    protected void initializeServer() {
        super.initializeServer();
        String name = VertxPlatformHttpRouter.getRouterNameFromPort(getConfigurationPort());
        Router router = VertxPlatformHttpRouter.lookup(getCamelContext(), name);
        handlers.accept(router);
    }

    /** Camel looks for the router under the port that was asked for and under the one it got. */
    @Override
    protected void startServer() throws Exception {
        super.startServer();
        for (int port : new int[] {getConfigurationPort(), getServer().actualPort()}) {
            String name = VertxPlatformHttpRouter.getRouterNameFromPort(port);
            Router router = VertxPlatformHttpRouter.lookup(getCamelContext(), name);
            if (router != null) {
                getCamelContext().getRegistry().unbind(name);
                getCamelContext().getRegistry().bind(name, new ReadBodies(router, name));
            }
        }
    }

    /** The router that Camel's routes join; bodies have been read by then. */
    private final class ReadBodies extends VertxPlatformHttpRouter {
        ReadBodies(Router router, String name) {
            super(FrontServer.this, FrontServer.this.getVertx(), router, name);
        }

        @Override
        public Handler<RoutingContext> bodyHandler() {
            return RoutingContext::next;
        }
    }

    /**
     * Does not lean on a thread of Camel's, which may be gone already when the context has stopped.
     */
    @Override
    protected void stopServer() {
        try {
            getServer().close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the HTTP server on port {} did not close", getPort(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Its owner closes it. */
    @Override
    protected void stopVertx() {}

    private static VertxPlatformHttpServerConfiguration configuration(ApiConfig config) {
        VertxPlatformHttpServerConfiguration server = new VertxPlatformHttpServerConfiguration();
        server.setBindHost(config.host());
        server.setBindPort(config.port());
        server.setMaxBodySize(Gate.LARGEST_BODY);
        return server;
    }
}
