package io.github.walnut.api;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
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

    /** Method and version of a request's first line. */
    private static final int LONGEST_REST_OF_LINE = 32;

    private final ApiConfig config;
    private final FrontDoor door;
    private final Handler<HttpServerRequest> unreadable;
    private final Consumer<Router> handlers;
    private HttpServer listening;

    /**
     * @param unreadable answers what is no HTTP request, or one with too long a head
     */
    FrontServer(
            ApiConfig config,
            FrontDoor door,
            Handler<HttpServerRequest> unreadable,
            Consumer<Router> handlers) {
        super(configuration(config));
        this.config = config;
        this.door = door;
        this.unreadable = unreadable;
        this.handlers = handlers;
    }

    @Override
    protected void initializeServer() {
        super.initializeServer();
        String name = VertxPlatformHttpRouter.getRouterNameFromPort(getConfigurationPort());
        Router router = VertxPlatformHttpRouter.lookup(getCamelContext(), name);
        handlers.accept(router);
    }

    /** Camel's own server would be made without limits. */
    @Override
    protected void startServer() throws Exception {
        String name = VertxPlatformHttpRouter.getRouterNameFromPort(getConfigurationPort());
        Router router = VertxPlatformHttpRouter.lookup(getCamelContext(), name);
        listening =
                getVertx()
                        .createHttpServer(options())
                        .connectionHandler(door::connected)
                        .invalidRequestHandler(unreadable)
                        .requestHandler(router)
                        .listen(config.port(), config.host())
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(10, SECONDS);
        rebind(name, router);
        rebind(VertxPlatformHttpRouter.getRouterNameFromPort(listening.actualPort()), router);
    }

    /** Camel looks for the router under the port that was asked for and under the one it got. */
    private void rebind(String name, Router router) {
        getCamelContext().getRegistry().unbind(name);
        getCamelContext().getRegistry().bind(name, new ReadBodies(router, name));
    }

    /** Without HTTP/2, whose streams none of the limits on connections would count. */
    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setMaxInitialLineLength(WireLimits.LONGEST_URI + LONGEST_REST_OF_LINE)
                .setMaxHeaderSize(WireLimits.LONGEST_HEAD)
                .setHttp2ClearTextEnabled(false)
                .setTcpNoDelay(true);
    }

    @Override
    public HttpServer getServer() {
        return listening;
    }

    @Override
    public int getPort() {
        return listening.actualPort();
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
            listening.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
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
