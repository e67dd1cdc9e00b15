package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.TestLimits;
import io.github.walnut.app.AllRoutes;
import io.github.walnut.app.CoreRoutes;
import io.github.walnut.component.walnut.Outgoing;
import io.github.walnut.config.BasePath;
import io.github.walnut.policy.Condition;
import io.github.walnut.policy.ConditionEvaluator;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.TriggerTrial;
import io.github.walnut.publish.Exposition;
import io.github.walnut.publish.Json;
import io.github.walnut.publish.MetricFamily;
import io.github.walnut.publish.NutMetrics;
import io.github.walnut.publish.PowerMetrics;
import io.github.walnut.publish.UpsView;
import io.github.walnut.routes.ContextRoutes;
import io.github.walnut.routes.RouteConnection;
import io.github.walnut.routes.RouteFigures;
import io.github.walnut.routes.RouteSurroundings;
import io.github.walnut.routes.UserRoutes;
import io.github.walnut.security.AccessTokens;
import io.github.walnut.security.Accounts;
import io.github.walnut.security.AddressRange;
import io.github.walnut.security.CsrfTokens;
import io.github.walnut.security.Hkdf;
import io.github.walnut.security.PasswordHasher;
import io.github.walnut.security.Role;
import io.github.walnut.security.SecretFilter;
import io.github.walnut.security.Sessions;
import io.github.walnut.security.SetupToken;
import io.github.walnut.security.oidc.OidcAccounts;
import io.github.walnut.security.oidc.OidcLogins;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.UpsFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** The real server on a free port, over rooms that keep their data in memory. */
final class RunningApi implements AutoCloseable {

    /** The test's clock stands still, so that no bucket would ever fill again. */
    static final RateLimits GENEROUS = new RateLimits(1_000_000, 1_000_000, 1_000_000, 1_000_000);

    static final String PASSWORD = "canary-horse-44";

    final TestClock clock = new TestClock();
    final MemoryUsers users = new MemoryUsers();
    final MemoryUps ups = new MemoryUps();
    final MemoryUpsControl upsControl = new MemoryUpsControl();
    final MemoryPolicies policies = new MemoryPolicies();
    final MemoryRuns runs = new MemoryRuns(clock);
    final MemoryMaintenance maintenance = new MemoryMaintenance(clock);
    final AtomicInteger restarts = new AtomicInteger();
    final MemoryJobs jobs = new MemoryJobs(clock);
    final MemoryObligations obligations = new MemoryObligations();
    final MemorySettings settings = new MemorySettings();
    final MemoryWebhooks webhooks = new MemoryWebhooks();
    final MemoryMessageLinks messageLinks = new MemoryMessageLinks();
    final MemoryHosts hosts = new MemoryHosts(clock);
    final MemorySystem system = new MemorySystem(clock);
    final RecentKeys keptKeys = new RecentKeys();
    final MemoryLog log = new MemoryLog();
    final NoBackups backups = new NoBackups();
    final Path uploads = temporary();
    final List<Decision> decisions = new CopyOnWriteArrayList<>();
    final Hkdf keys =
            new Hkdf("canary-0123456789abcdefghijklmnop".getBytes(StandardCharsets.UTF_8));
    final Sessions sessions = new Sessions(users, Sessions.Limits.DEFAULT, clock);
    final AccessTokens tokens = new AccessTokens(keys, Duration.ofMinutes(10), clock);
    final SetupToken setupToken = new SetupToken(clock, temporary().resolve("setup-token"));
    final Accounts accounts =
            new Accounts(
                    users,
                    users,
                    users,
                    sessions,
                    tokens,
                    new PasswordHasher(PasswordHasher.Profile.TEST),
                    setupToken,
                    clock);
    final Live live;
    final OidcLogins oidc =
            new OidcLogins(
                    Optional::empty,
                    (method, address, headers, body) -> {
                        throw new IOException("no provider");
                    },
                    new OidcAccounts(users, new MemoryLinks(), accounts, clock),
                    clock);
    final DefaultCamelContext camel = new DefaultCamelContext();
    final RouteDesk routes;
    final UserRoutes userRoutes;
    final NutMetrics nut = new NutMetrics(() -> ups.all().stream().map(UpsView::facts).toList());
    final PowerMetrics metrics = new PowerMetrics(() -> true);
    private final MetricsReads measured =
            new MetricsReads() {
                @Override
                public String scrape(Exposition form) {
                    return metrics.scrape(form);
                }

                @Override
                public List<MetricFamily> nut() {
                    return nut.all();
                }

                @Override
                public List<MetricFamily> nut(UpsFacts ups) {
                    return nut.of(ups);
                }
            };
    final ApiServer server;
    final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    /** Sees every exchange before the first step of its route. */
    volatile Consumer<Exchange> probe = exchange -> {};

    private final ObjectMapper mapper = new ObjectMapper();
    private final String host;

    private static Path temporary() {
        try {
            Path folder = Files.createTempDirectory("walnut-api-");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RunningApi() throws Exception {
        this(true);
    }

    RunningApi(boolean secureCookies) throws Exception {
        this(secureCookies, true, WireLimits.DEFAULT, GENEROUS);
    }

    RunningApi(CookieSecurity cookies) throws Exception {
        this(
                "127.0.0.1",
                cookies,
                true,
                WireLimits.DEFAULT,
                GENEROUS,
                Live.Limits.DEFAULT,
                LiveLog.NONE,
                0);
    }

    private static CookieSecurity cookies(boolean secure) {
        return secure ? CookieSecurity.ALWAYS : CookieSecurity.NEVER;
    }

    RunningApi(boolean secureCookies, boolean docs, WireLimits wire, RateLimits rates)
            throws Exception {
        this(
                "127.0.0.1",
                cookies(secureCookies),
                docs,
                wire,
                rates,
                Live.Limits.DEFAULT,
                LiveLog.NONE,
                0);
    }

    /**
     * @param host to listen on; requests of this class go there
     */
    RunningApi(String host, boolean secureCookies, WireLimits wire, RateLimits rates)
            throws Exception {
        this(host, cookies(secureCookies), true, wire, rates, Live.Limits.DEFAULT, LiveLog.NONE, 0);
    }

    /** Takes as many connections as sockets, and some. */
    RunningApi(Live.Limits sockets, LiveLog log, long lastNumber) throws Exception {
        this(
                "127.0.0.1",
                CookieSecurity.ALWAYS,
                true,
                wire(sockets.sockets() + 50),
                GENEROUS,
                sockets,
                log,
                lastNumber);
    }

    private static WireLimits wire(int connections) {
        WireLimits usual = WireLimits.DEFAULT;
        return new WireLimits(
                connections,
                connections,
                usual.head(),
                usual.bodyIdle(),
                usual.body(),
                usual.keepAlive(),
                usual.answer());
    }

    private RunningApi(
            String host,
            CookieSecurity cookies,
            boolean docs,
            WireLimits wire,
            RateLimits rates,
            Live.Limits sockets,
            LiveLog log,
            long lastNumber)
            throws Exception {
        this.host = host;
        live =
                new Live(
                        new AtomicLong(lastNumber)::incrementAndGet,
                        new Json(),
                        clock,
                        sockets,
                        log);
        ApiConfig config =
                new ApiConfig(
                        host,
                        0,
                        null,
                        KnownHosts.of(
                                "https://walnut.example",
                                List.of(
                                        "a",
                                        "walnut.local",
                                        "power.lan",
                                        "*.home.example",
                                        "rack.example"),
                                "shed.example.org"),
                        BasePath.NONE,
                        List.of(),
                        cookies,
                        () -> List.of("https://good.example"),
                        List.of(new AddressRange("127.0.0.2/32"), new AddressRange("10.9.0.0/16")),
                        docs,
                        wire,
                        rates,
                        "1.0.0",
                        "build-1",
                        new SecretFilter(),
                        () -> new ApiConfig.Site("Shed & \"Hall\"", "en"),
                        uploads);
        userRoutes =
                new UserRoutes(
                        new MemoryUserRoutes(),
                        new RouteSurroundings() {
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
                                return false;
                            }

                            @Override
                            public Optional<RouteConnection> connection(String id) {
                                return Optional.empty();
                            }
                        },
                        new Outgoing(
                                (route, policy, upsId) -> policy,
                                (route, channel, severity, text) -> {
                                    throw new IllegalStateException("there is no channel");
                                },
                                wish -> {
                                    throw new IllegalStateException("there is no connection");
                                }),
                        clock);
        CoreRoutes core =
                new CoreRoutes(
                        new ContextRoutes(camel, new RouteFigures(clock).watch(camel)),
                        List.of(Files.readString(Path.of("routes/api.camel.yaml"))));
        camel.getCamelContextExtension().addInterceptStrategy(probe());
        routes = new AllRoutes(core, userRoutes, () -> {});
        server = new ApiServer(config, ports(), accounts, users, new CsrfTokens(keys), live, clock);
        server.start(camel);
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(
                        ResourceHelper.resolveMandatoryResource(
                                camel, "file:" + Path.of("routes/api.camel.yaml")));
        camel.start();
        server.ready();
    }

    private InterceptStrategy probe() {
        return (context, node, target, next) ->
                new DelegateAsyncProcessor(target) {
                    @Override
                    public boolean process(Exchange exchange, AsyncCallback callback) {
                        probe.accept(exchange);
                        return super.process(exchange, callback);
                    }
                };
    }

    private ApiPorts ports() {
        DecisionReads reads =
                new DecisionReads() {
                    @Override
                    public List<Decision> of(UUID policyId, int limit) {
                        return decisions.stream()
                                .filter(d -> d.policyId().equals(policyId))
                                .limit(limit)
                                .toList();
                    }

                    @Override
                    public List<Decision> ofEvent(UUID eventId) {
                        return decisions.stream().filter(d -> eventId.equals(d.eventId())).toList();
                    }

                    @Override
                    public List<Decision> ofOutage(UUID outageId) {
                        return decisions.stream()
                                .filter(d -> outageId.equals(d.outageId()))
                                .toList();
                    }

                    @Override
                    public Prospect prospect(StoredPolicy policy, String upsId) {
                        return new Prospect(List.of(), List.of(), true);
                    }

                    @Override
                    public ConditionEvaluator.Outcome conditions(Policy policy, String upsId) {
                        return new ConditionEvaluator.Outcome(
                                Condition.Verdict.TRUE, null, List.of());
                    }

                    @Override
                    public TriggerTrial.Result trial(Trigger trigger, String upsId) {
                        return new TriggerTrial.Result(Condition.Verdict.UNKNOWN, null, null, null);
                    }

                    @Override
                    public Optional<Instant> dueAt(UUID policyId) {
                        return Optional.empty();
                    }
                };
        return new ApiPorts(
                keptKeys,
                ups,
                ups,
                ups.outageReads(),
                ups,
                this::inject,
                upsControl,
                policies,
                policies,
                reads,
                runs,
                runs,
                runs,
                runs,
                hosts,
                hosts,
                hosts,
                hosts,
                (host, targets, capability, verb, params) -> List.of(),
                hosts,
                () -> java.util.Map.of("settings.txt", "none"),
                () -> restarts.incrementAndGet() > 0,
                hosts,
                hosts,
                system,
                system,
                () -> new SystemMode(system.state().armed(), null, runs.heldUntil),
                runs,
                maintenance,
                system,
                system,
                system,
                backups,
                obligations,
                measured,
                oidc,
                given -> List.of(new ProviderTest.Step("discovery", true, "the issuer is known")),
                given -> List.of(new ProviderTest.Step("connect", false, "nobody listens")),
                () -> {
                    throw new BrokerTopics.RefusedException("nobody listens");
                },
                new NotificationControl() {
                    @Override
                    public boolean knows(String channel) {
                        return channel.equals("phone");
                    }

                    @Override
                    public List<ProviderTest.Step> test(String channel) {
                        return List.of(new ProviderTest.Step("accepted", true, "status 200"));
                    }

                    @Override
                    public Optional<Preview> preview(String channel, UUID event) {
                        return Optional.of(new Preview(null, "Warning", "text", false, List.of()));
                    }
                },
                routes,
                userRoutes,
                jobs,
                jobs,
                settings,
                webhooks,
                messageLinks,
                log);
    }

    /** What is asked for, with one policy that waits. */
    private EventInjection.Injected inject(EventInjection.Wish wish) {
        return new EventInjection.Injected(
                ups.event(wish.upsId(), clock.instant(), "mains_lost", Severity.WARN),
                List.of(
                        new EventInjection.Match(
                                UUID.randomUUID(),
                                "Stop the lab",
                                wish.upsId(),
                                null,
                                null,
                                "pending",
                                null,
                                clock.instant())));
    }

    /** An account with {@link #PASSWORD}. */
    void account(Role role) {
        users.create(accounts.account(role.word() + "@example.org", null, PASSWORD, role));
    }

    /** A Bearer token of a new session. */
    String token(Role role) {
        if (users.byEmail(role.word() + "@example.org").isEmpty()) {
            account(role);
        }
        return token(role.word() + "@example.org");
    }

    /** A Bearer token of a new session of an account with {@link #PASSWORD}. */
    String token(String email) {
        return accounts.login(
                        email, PASSWORD, new Accounts.Caller("test-" + UUID.randomUUID(), "test"))
                .accessToken();
    }

    /** As {@link #token(Role)}, without the login: no throttle counts it. */
    String session(Role role) {
        String email = role.word() + "@example.org";
        if (users.byEmail(email).isEmpty()) {
            account(role);
        }
        Sessions.Granted granted =
                sessions.open(users.byEmail(email).orElseThrow(), "password", "pwd", null, null);
        return tokens.issue(granted.session(), role);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + host + ":" + server.port() + path))
                .timeout(TestLimits.WAIT);
    }

    /** The answer, which the contract knows. */
    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            AnswerCheck.check(answer);
            return answer;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String path, String token) {
        return send(request(path).header("Authorization", "Bearer " + token));
    }

    HttpResponse<String> send(String method, String path, String token, String json) {
        HttpRequest.Builder request =
                request(path)
                        .header("Content-Type", "application/json")
                        .header("If-Match", "*")
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .method(method, HttpRequest.BodyPublishers.ofString(json));
        return send(token == null ? request : request.header("Authorization", "Bearer " + token));
    }

    JsonNode json(HttpResponse<String> response) {
        try {
            return mapper.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException("not JSON: " + response.body(), e);
        }
    }

    String code(HttpResponse<String> response) {
        return json(response).path("code").asText();
    }

    @Override
    public void close() {
        server.close();
        userRoutes.close();
        camel.stop();
    }
}
