package io.github.walnut.api;

import io.github.walnut.publish.Json;
import io.github.walnut.publish.QueueFigure;
import io.github.walnut.security.Accounts;
import io.github.walnut.security.CsrfTokens;
import io.github.walnut.security.UserStore;
import io.github.walnut.security.WsTickets;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.rest.openapi.RestOpenApiComponent;

/**
 * The HTTP server: handlers of our own in front, Camel's contract-first routes behind them. Its
 * routes stand in {@code routes/api.camel.yaml}; each step {@code api-<operationId>} is bound here.
 */
public final class ApiServer implements AutoCloseable {

    private final ApiConfig config;
    private final Proxies proxies;
    private final PagePolicy pages;
    private final Contract contract;
    private final String outline;
    private final ContractDocuments documents;
    private final Json json = new Json();
    private final Failures failures;
    private final Readiness readiness;
    private final RequestWatch watch = new RequestWatch();
    private final RequestPools pools = new RequestPools();
    private final BesideLoops beside;
    private final Accounts accounts;
    private final CsrfTokens csrf;
    private final Live live;
    private final LiveEntry liveEntry;
    private final Authentication authentication;
    private final Clock clock;
    private final Map<String, OperationHandler> handlers = new LinkedHashMap<>();
    private final Audited audited;
    private final Idempotency idempotency;
    private final Refusals refusals;
    private final LiveNews news;
    private Set<String> opened = Set.of();
    private RequestListener requests = (operation, status, took) -> {};
    private FrontServer server;
    private Vertx vertx;

    public ApiServer(
            ApiConfig config,
            ApiPorts ports,
            Accounts accounts,
            UserStore users,
            CsrfTokens csrf,
            Live live,
            Clock clock) {
        this.config = config;
        this.failures = new Failures(json, config.filter());
        this.readiness = new Readiness(config.version(), json);
        this.proxies = new Proxies(config.trustedProxies(), config.base());
        this.pages = new PagePolicy(config.frameAncestors());
        String yaml = text("/openapi.yaml");
        ContractReader reader = new ContractReader(yaml);
        this.contract = reader.contract();
        this.outline = ContractOutline.of(reader.document());
        this.documents =
                config.docs()
                        ? new ContractDocuments(
                                yaml, reader.document(), json, text("/asyncapi.yaml"), pages)
                        : null;
        this.accounts = accounts;
        this.csrf = csrf;
        this.live = live;
        this.clock = clock;
        this.authentication = new Authentication(accounts, config.cookies(), proxies);
        Actors actors = new Actors(users);
        this.audited = new Audited(ports.audit(), ports.runs(), actors);
        this.idempotency = new Idempotency(ports.idempotencyKeys(), clock);
        this.beside = new BesideLoops(live.limits().sockets());
        this.refusals = new Refusals(ports.audit(), actors, beside);
        WsTickets tickets = new WsTickets(clock);
        PresentState present = new PresentState(ports, json, clock);
        this.liveEntry =
                new LiveEntry(
                        live,
                        accounts,
                        authentication,
                        tickets,
                        new Origins(config.allowedOrigins(), proxies),
                        present,
                        new LiveJobs(ports.jobs(), live, json, beside),
                        new LiveLines(ports.log(), live, json),
                        json,
                        config.version(),
                        clock,
                        beside);
        this.news = new LiveNews(live, ports, json);
        new Resources(config, ports, accounts, csrf, tickets, actors, readiness, json, clock)
                .all()
                .forEach(resource -> handlers.putAll(resource.operations()));
        handlers.putAll(new LiveClientOperations(live, users, json).operations());
    }

    /** Metrics are given to everybody; call it before the start. */
    public void openMetrics() {
        opened = Set.of("metrics-get", "ups-metrics-get");
    }

    /** Who hears of every answer; call it before the start. */
    public void onAnswer(RequestListener listener) {
        requests = listener;
    }

    /** Who hears the code of each problem that is answered; call it before the start. */
    public void onProblem(Consumer<String> listener) {
        failures.onProblem(listener);
    }

    /** Binds the routes' steps and listens; until {@link #ready} operations answer 503. */
    public void start(CamelContext camel) {
        checkComplete();
        new PortProbe(watch).requireFree(config.host(), config.port());
        handlers.forEach(
                (id, handler) ->
                        camel.getRegistry()
                                .bind(
                                        "api-" + id,
                                        new OperationProcessor(
                                                handler, audited, idempotency, failures, json)));
        camel.getRegistry().bind("api-outline.json", outline);
        camel.getRegistry().bind(ContractDispatch.NAME, new ContractDispatch());
        camel.getComponent("rest-openapi", RestOpenApiComponent.class)
                .setConsumerComponentName(ContractDispatch.NAME);
        PlatformHttpComponent component =
                camel.getComponent("platform-http", PlatformHttpComponent.class);
        component.setHeaderFilterStrategy(new AnswerHeaders());
        component.setEngine(new PooledEngine(camel));
        camel.addRoutePolicyFactory(new EntryScrub());
        vertx = Vertx.vertx();
        camel.getRegistry().bind("api-vertx", vertx);
        FrontDoor door = new FrontDoor(config.wire(), proxies);
        server =
                new FrontServer(
                        config,
                        door,
                        proxies::base,
                        new Unreadable(failures, pages),
                        router -> install(router, door));
        server.setCamelContext(camel);
        camel.getRegistry().bind("api-server", VertxPlatformHttpServer.class, server);
        server.start();
    }

    /** Call it when the routes stand; throws when the own port is not answered by this server. */
    public void ready() {
        new PortProbe(watch).probe(config.host(), port(), config.tls());
        readiness.begun();
    }

    /** How full the pools of operations are. */
    public List<QueueFigure> queues() {
        return pools.figures();
    }

    /** How many requests have a place in the pool. */
    int taken(OperationPool pool) {
        return pools.of(pool).taken();
    }

    /** Whether operations are carried out; else they answer 503. */
    public boolean serving() {
        return readiness.ready();
    }

    /** Tells open sockets of hosts, policies and routes. */
    public LiveNews news() {
        return news;
    }

    /** The port that is listened on. */
    public int port() {
        return server.getPort();
    }

    /** Open sockets are told to come back later; from now on operations answer 503. */
    public void stopping() {
        readiness.ending();
        live.closeAll(LiveClose.RESTART);
    }

    @Override
    public void close() {
        news.close();
        if (server != null) {
            server.stop();
            vertx.close();
        }
        pools.close();
        beside.close();
    }

    private void install(Router router, FrontDoor door) {
        Origins origins = new Origins(config.allowedOrigins(), proxies);
        router.route().failureHandler(new FailureHandler(failures)::handle);
        router.route()
                .handler(new Entry(watch, new Accesses(requests), door, proxies, pages)::handle);
        router.route().handler(new Cors(origins, contract)::handle);
        router.route().handler(readiness::handle);
        liveEntry.install(router);
        if (documents != null) {
            documents.install(router);
        }
        router.route()
                .handler(
                        new Gate(
                                        contract,
                                        opened,
                                        authentication,
                                        csrf,
                                        origins,
                                        new Rates(config.rates(), clock),
                                        config.buildId(),
                                        refusals,
                                        clock)
                                ::handle);
        BodyHandler bodies = upTo(Gate.LARGEST_BODY);
        BodyHandler small = upTo(Gate.LARGEST_OF_STRANGERS);
        Uploads uploads = new Uploads(config.uploads());
        router.route()
                .handler(
                        ctx -> {
                            Operation operation = RequestScope.of(ctx).operation();
                            if (Uploads.expected(operation)) {
                                enterUpload(ctx, operation);
                                uploads.handle(ctx);
                            } else if (RawBody.expected(operation)) {
                                RawBody.handle(ctx, operation);
                            } else if (Uploads.largest(operation) < Gate.LARGEST_BODY) {
                                small.handle(ctx);
                            } else {
                                bodies.handle(ctx);
                            }
                        });
        router.route()
                .handler(
                        new Forward(
                                        new ServerTime(config.wire().answer()),
                                        config.cookies(),
                                        proxies,
                                        pools)
                                ::handle);
        new StaticConsole(pages, config.site()).install(router);
    }

    /** Without a place nothing of the file is read. */
    private void enterUpload(RoutingContext ctx, Operation operation) {
        try {
            pools.enter(ctx, operation);
        } catch (Problem full) {
            throw full.withHeader("Connection", "close");
        }
    }

    private static BodyHandler upTo(long limit) {
        return BodyHandler.create(false).setBodyLimit(limit).setMergeFormAttributes(false);
    }

    private void checkComplete() {
        TreeSet<String> missing = new TreeSet<>();
        contract.operations().forEach(operation -> missing.add(operation.id()));
        TreeSet<String> unknown = new TreeSet<>(handlers.keySet());
        unknown.removeAll(missing);
        missing.removeAll(handlers.keySet());
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new IllegalStateException(
                    "the contract has operations without code "
                            + missing
                            + ", code without "
                            + unknown);
        }
    }

    private static String text(String resource) {
        try (InputStream in = ApiServer.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read", e);
        }
    }
}
