package io.github.walnut.api;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.github.walnut.config.BasePath;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
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

    private static final List<String> TLS_VERSIONS = List.of("TLSv1.3", "TLSv1.2");

    /** With authenticated encryption, and keys that a stolen certificate does not open later. */
    private static final List<String> TLS_CIPHERS =
            List.of(
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /** Method and version of a request's first line. */
    private static final int LONGEST_REST_OF_LINE = 32;

    private final ApiConfig config;
    private final FrontDoor door;
    private final Function<HttpServerRequest, BasePath> base;
    private final Unreadable unreadable;
    private final Consumer<Router> handlers;
    private HttpServer listening;

    /**
     * @param base what the client of a request sees all paths below
     * @param unreadable answers what is no HTTP request, or one with too long a head
     */
    FrontServer(
            ApiConfig config,
            FrontDoor door,
            Function<HttpServerRequest, BasePath> base,
            Unreadable unreadable,
            Consumer<Router> handlers) {
        super(configuration(config));
        this.config = config;
        this.door = door;
        this.base = base;
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
                        .invalidRequestHandler(unreadable::handle)
                        .requestHandler(request -> handle(router, request))
                        .listen(config.port(), config.host())
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(10, SECONDS);
        rebind(name, router);
        rebind(VertxPlatformHttpRouter.getRouterNameFromPort(listening.actualPort()), router);
    }

    private void handle(Router router, HttpServerRequest request) {
        HeadCheck.fault(request, config.hosts())
                .ifPresentOrElse(
                        fault -> unreadable.refuse(request, fault),
                        () -> router.handle(InnerRequest.of(request, base.apply(request))));
    }

    /** Camel looks for the router under the port that was asked for and under the one it got. */
    private void rebind(String name, Router router) {
        getCamelContext().getRegistry().unbind(name);
        getCamelContext().getRegistry().bind(name, new ReadBodies(router, name));
    }

    /** Without HTTP/2, whose streams none of the limits on connections would count. */
    private HttpServerOptions options() {
        HttpServerOptions options = new HttpServerOptions();
        if (config.tls() != null) {
            options.setSsl(true)
                    .setKeyCertOptions(KeyCertOptions.wrap(config.tls()))
                    .setEnabledSecureTransportProtocols(new LinkedHashSet<>(TLS_VERSIONS))
                    .setSslHandshakeTimeout(config.wire().head().toMillis())
                    .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
            TLS_CIPHERS.forEach(options::addEnabledCipherSuite);
        }
        return options.setMaxInitialLineLength(WireLimits.LONGEST_URI + LONGEST_REST_OF_LINE)
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
