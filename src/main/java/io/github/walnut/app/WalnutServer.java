package io.github.walnut.app;

import io.github.walnut.api.ApiConfig;
import io.github.walnut.api.ApiPorts;
import io.github.walnut.api.ApiServer;
import io.github.walnut.api.Live;
import io.github.walnut.api.LiveFeed;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import io.github.walnut.publish.Json;
import io.github.walnut.publish.MqttPublications;
import io.github.walnut.road.Detection;
import io.github.walnut.road.EventRecorder;
import io.github.walnut.road.MqttFeed;
import io.github.walnut.road.PollIntake;
import io.github.walnut.road.SampleRound;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.RetentionSweep;
import io.github.walnut.store.UpsDevice;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.UpsId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole server, put together and started in the order in which its parts need each other. */
public final class WalnutServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WalnutServer.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Configuration configuration;
    private final Observer observer;
    private final SystemClock clock = new SystemClock();
    private final Ids ids = new TimeOrderedIds();
    private final Instant startedAt = clock.now();
    private ApiServer api;
    private NutServerAdmin nutServers;

    private WalnutServer(Configuration configuration, Observer observer) {
        this.configuration = configuration;
        this.observer = observer;
    }

    /**
     * Starts everything; what was started is stopped again when a part fails.
     *
     * @throws io.github.walnut.store.StoreException when the database cannot be used
     * @throws io.github.walnut.config.ConfigurationException when a setting is missing
     */
    public static WalnutServer start(Configuration configuration) throws Exception {
        return start(configuration, Observer.NOBODY);
    }

    static WalnutServer start(Configuration configuration, Observer observer) throws Exception {
        WalnutServer server = new WalnutServer(configuration, observer);
        try {
            server.start();
            return server;
        } catch (Exception e) {
            server.close();
            throw e;
        }
    }

    /** The port that API and console are served on. */
    public int port() {
        return api.port();
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    private void start() throws Exception {
        configuration.required(Setting.JWT_SECRET);
        StoreRoom store = opened(new StoreRoom(configuration, DatabaseConfig.Mode.SERVER, clock));
        AccessRoom access = new AccessRoom(configuration, store);
        ArmingSwitch arming = new ArmingSwitch(store.settings, clock);
        if (configuration.flag(Setting.ARMED) && !arming.getAsBoolean()) {
            arming.set(true, "WALNUT_ARMED", "system");
        }
        CoreRoom core = new CoreRoom(configuration, store, arming, clock, ids);
        HostVault vault = new HostVault(store.hostSecrets);
        DriverRoom drivers = opened(new DriverRoom(configuration, store, vault, clock));
        LiveInventory inventory = new LiveInventory(store.hosts, store.inventory, drivers.types);
        inventory.reload();
        store.useInventory(inventory);
        core.restore(store, clock);

        EventRecorder recorder = new EventRecorder(store.events, clock);
        RunBroadcast listeners = new RunBroadcast();
        DefaultCamelContext camel = new DefaultCamelContext();
        UpsViews views = new UpsViews(core.fleet, core.matching, store.ups);
        Live live =
                new Live(new LiveNumbers(store.settings), new Json(), java.time.Clock.systemUTC());
        LiveFeed feed = new LiveFeed(live, new Json(), java.time.Clock.systemUTC());
        arming.onChange(feed::mode);
        Announcer announcer = new Announcer(feed, views::of, observer);
        ProducerTemplate producer = camel.createProducerTemplate();
        java.util.function.Consumer<Event> happened =
                event -> producer.sendBody("seda:event-publish", event);
        Pollers pollers = new Pollers(camel, store.secrets);
        nutServers =
                new NutServerAdmin(store.nutServers, store.secrets, pollers, core.fleet, clock);
        SystemState system =
                new SystemState(
                        store.database,
                        core.fleet,
                        nutServers,
                        core.pulse,
                        instanceId(store),
                        startedAt);
        Watchman watchman =
                new Watchman(
                        happened,
                        (part, status, text) -> system.trouble(part, status, text, clock.now()),
                        clock,
                        ids);
        RunRoom runs =
                opened(
                        new RunRoom(
                                configuration,
                                inventory,
                                store.journal,
                                drivers.drivers,
                                List.of(listeners),
                                watchman,
                                clock,
                                ids));
        InventoryReading reading =
                new InventoryReading(
                        inventory, drivers.types, drivers.drivers, store.inventory, clock, ids);
        DryRuns dryRuns = new DryRuns(runs.dispatcher, store.journal, reading, ids);
        List.of(core.matching, feed, dryRuns, new RunEvents(ids, happened), observer)
                .forEach(listeners::add);
        ExecutorService background =
                Executors.newFixedThreadPool(2, new NamedDaemons("background"));
        open.push(background::shutdownNow);

        boolean mqtt = configuration.text(Setting.MQTT_URL) != null;
        String base = configuration.text(Setting.MQTT_BASE_TOPIC);
        bind(
                camel,
                Map.of(
                        "pollIntake",
                        new PollIntake(),
                        "tick",
                        new Detection.Tick(),
                        "detection",
                        new Detection(core.fleet, core.pulse),
                        "eventRecorder",
                        recorder,
                        "matching",
                        core.matching,
                        "dispatcher",
                        runs.dispatcher,
                        "announcer",
                        announcer,
                        "sampleRound",
                        new SampleRound(),
                        "sampleStore",
                        store.samples,
                        "mqttFeed",
                        new MqttFeed(mqtt ? new MqttPublications(base) : null, views::of, clock)));
        bind(
                camel,
                Map.of(
                        "retentionSweep",
                        sweep(store, runs),
                        "serverWatcher",
                        new ServerWatcher(
                                pollers,
                                news -> producer.sendBody("seda:event-detect", news),
                                happened,
                                (ups, text) -> views.learn(device(ups, text)),
                                clock,
                                ids),
                        "alertHook",
                        new PendingAlert(pollers, core.matching, runs.dispatcher),
                        "tlsMemory",
                        new StoredTlsMemory(store.settings)));
        new MqttSettings(configuration, instanceId(store)).apply(camel);

        HostAdmin hosts =
                new HostAdmin(
                        store.hosts,
                        store.hostSecrets,
                        vault,
                        inventory,
                        reading,
                        drivers.types,
                        drivers.tester,
                        background,
                        ids);
        StoredRuns storedRuns = new StoredRuns(store.runs, store.journal, runs.dispatcher);
        Policies policies = new Policies(store.policies, store.decisions, core.matching);
        api =
                new ApiServer(
                        apiConfig(),
                        new ApiPorts(
                                views,
                                new StoredSamples(store.samples, store.series),
                                new StoredOutages(store.outages),
                                new StoredEvents(store.events),
                                policies,
                                new PolicyCheck(inventory, core.fleet),
                                policies,
                                dryRuns,
                                storedRuns,
                                storedRuns,
                                hosts,
                                inventory,
                                reading,
                                nutServers,
                                arming,
                                system,
                                new AuditEntries(store.audit)),
                        access.accounts,
                        store.users,
                        access.csrf,
                        live,
                        java.time.Clock.systemUTC());
        api.start(camel);
        open.push(api);
        new RouteFiles(configuration).load(camel);
        camel.start();
        open.push(camel::stop);
        new FirstServer(store.nutServers, store.secrets, clock, LOG::info).ensure(configuration);
        nutServers.start();
        runs.dispatcher.resume();
        api.ready();
        background.execute(
                () -> inventory.hosts().forEach(host -> reading.refresh(host.id(), null, true)));
        announce(access, arming, core, store);
    }

    private void announce(AccessRoom access, ArmingSwitch arming, CoreRoom core, StoreRoom store) {
        if (access.accounts.setupNeeded()) {
            LOG.info(
                    "No administrator yet: run 'walnut auth create-admin', or use this setup token"
                            + " within 30 minutes: {}",
                    access.setupToken.issue());
        }
        LOG.info(
                "walNUT is ready on port {} after {} ms: {} UPSs known, {} policies, {}",
                port(),
                Duration.between(startedAt, clock.now()).toMillis(),
                core.fleet.all().size(),
                store.policies.all().size(),
                arming.getAsBoolean() ? "ARMED" : "not armed, every run is a dry run");
    }

    private static void bind(CamelContext camel, Map<String, Object> beans) {
        beans.forEach((name, bean) -> camel.getRegistry().bind(name, bean));
    }

    private UpsDevice device(UpsId ups, String description) {
        Instant now = clock.now();
        return new UpsDevice(
                ups.toString(),
                ups.server(),
                ups.name(),
                null,
                description,
                null,
                null,
                null,
                Map.of(),
                0,
                now,
                null);
    }

    private RetentionSweep sweep(StoreRoom store, RunRoom runs) {
        return new RetentionSweep(
                store.database,
                new RetentionSweep.Tables(
                        store.samples,
                        store.rollups,
                        store.events,
                        store.outages,
                        store.decisions,
                        store.journal,
                        store.sessions),
                () ->
                        new RetentionSweep.Periods(
                                Duration.ofHours(configuration.number(Setting.RETENTION_HOURS)),
                                RetentionSweep.Periods.DEFAULT.fiveMinutes(),
                                RetentionSweep.Periods.DEFAULT.hours(),
                                RetentionSweep.Periods.DEFAULT.events(),
                                RetentionSweep.Periods.DEFAULT.runs(),
                                RetentionSweep.Periods.DEFAULT.dryRuns()),
                () -> !runs.dispatcher.active().isEmpty());
    }

    private ApiConfig apiConfig() {
        String version = WalnutServer.class.getPackage().getImplementationVersion();
        return new ApiConfig(
                configuration.text(Setting.HTTP_HOST),
                configuration.number(Setting.HTTP_PORT),
                configuration.flag(Setting.SECURE_COOKIES),
                JsonTexts.list(Setting.ALLOWED_ORIGINS, configuration),
                true,
                version == null ? "1.0.0" : version,
                BuildId.of(version));
    }

    private static String instanceId(StoreRoom store) {
        return store.settings
                .find("instance")
                .map(group -> group.values().get("id").toString())
                .orElseGet(
                        () -> {
                            String id = UUID.randomUUID().toString();
                            store.settings.save("instance", Map.of("id", id), 0, "system");
                            return id;
                        });
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            AutoCloseable part = open.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not close: {}", part.getClass().getSimpleName(), e.toString());
            }
        }
    }
}
