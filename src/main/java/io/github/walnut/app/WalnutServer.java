package io.github.walnut.app;

import io.github.walnut.api.ApiPorts;
import io.github.walnut.api.ApiServer;
import io.github.walnut.api.LiveFeed;
import io.github.walnut.api.SystemMode;
import io.github.walnut.component.device.Egress;
import io.github.walnut.component.walnut.Outgoing;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import io.github.walnut.config.SettingGroup;
import io.github.walnut.config.StoredSetting;
import io.github.walnut.integration.ChannelTester;
import io.github.walnut.policy.PolicyUps;
import io.github.walnut.policy.UpsReferences;
import io.github.walnut.publish.MqttPublications;
import io.github.walnut.publish.PolicyMetrics;
import io.github.walnut.publish.PowerMetrics;
import io.github.walnut.publish.QueueFigure;
import io.github.walnut.road.Detection;
import io.github.walnut.road.EventRecorder;
import io.github.walnut.road.MeteredMatching;
import io.github.walnut.road.MqttFeed;
import io.github.walnut.road.PollIntake;
import io.github.walnut.road.PowerNews;
import io.github.walnut.road.RunStart;
import io.github.walnut.routes.UserRoutes;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.Hold;
import io.github.walnut.security.RenewedCertificate;
import io.github.walnut.store.Database;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.EventCounter;
import io.github.walnut.store.PolicyRepository;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.EventName;
import io.github.walnut.ups.HealthEvents;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.RunningClock;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.UpsFacts;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole server, put together and started in the order in which its parts need each other. */
public final class WalnutServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WalnutServer.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Configuration configuration;
    private final Observer observer;
    private final Clock clock = new RunningClock(new SystemClock());
    private final Ids ids = new TimeOrderedIds();
    private final Instant startedAt = clock.now();
    private final Map<String, Double> phases = new LinkedHashMap<>();
    private ApiServer api;
    private CoreRoom core;
    private SafeStart safeStart;
    private ManagementServer management;
    private Supplier<SystemMode> mode;
    private volatile Runnable modeChanged = () -> {};
    private final BooleanSupplier restart;

    private WalnutServer(Configuration configuration, Observer observer, BooleanSupplier restart) {
        this.restart = restart;
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
        return start(configuration, observer, () -> false);
    }

    /**
     * @param restart ends the process so that it is started again; false when it cannot
     */
    static WalnutServer start(
            Configuration configuration, Observer observer, BooleanSupplier restart)
            throws Exception {
        WalnutServer server = new WalnutServer(configuration, observer, restart);
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

    private boolean outage() {
        return core.fleet.all().stream().anyMatch(ups -> ups.outageId() != null);
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    private void start() throws Exception {
        configuration.required(Setting.JWT_SECRET);
        RenewedCertificate tls = ServerTls.of(configuration);
        tellBegin();
        opened(new ClockReader(clock));
        StoreRoom store = opened(new StoreRoom(configuration, DatabaseConfig.Mode.SERVER, clock));
        reached("store");
        safeStart = opened(SafeStart.begin(configuration.dataDir(), SafeStart.EARLY, clock));
        Logging.mask(store.filter);
        StartSettings.check(store.inForce);
        FirstStart first = new FirstStart(configuration, store);
        AccessRoom access = new AccessRoom(configuration, store);
        first.warnOfOpenCookies();
        first.firstAdmin(access);
        first.watchReuse(access);
        ArmingSwitch arming = new ArmingSwitch(store.settings, clock);
        first.arm(arming);
        HostVault vault = new HostVault(store.hostSecrets, store.filter);
        DriverRoom drivers =
                opened(
                        new DriverRoom(
                                configuration,
                                store,
                                vault,
                                first.instanceId(),
                                safeStart.safe(),
                                clock));
        LiveInventory inventory = new LiveInventory(store.hosts, store.inventory, drivers.types);
        inventory.reload();
        Consumer<DriverResult> contacts =
                answer ->
                        HostContacts.of(answer, clock.now())
                                .ifPresent(c -> inventory.contacted(answer.hostId(), c));
        drivers.drivers.onAnswer(contacts);
        store.useInventory(inventory);
        InventoryReading reading =
                new InventoryReading(
                        inventory, drivers.types, drivers.drivers, store.inventory, clock, ids);
        Refreshes refreshes = opened(new Refreshes(inventory, reading, clock));
        MaintenanceDesk maintenance = new MaintenanceDesk(store.maintenance, clock, ids);
        core = new CoreRoom(store, inventory, arming, maintenance, refreshes, clock, ids);
        core.restore(store, clock);
        reached("policies");

        ApiRoom people =
                opened(new ApiRoom(configuration, store, tls)); // hears of the end of all below
        RoadRoom road =
                new RoadRoom(
                        store,
                        new EventRecorder(
                                store.events::record, store.events::keep, store.eventSpill, clock),
                        core.fleet);
        RulesTrouble rulesTrouble = new RulesTrouble(clock, road::happened);
        core.tell(rulesTrouble);
        Peers peers = new Peers(drivers.egress);
        store.desk.guard(peers::faults);
        Pollers pollers = new Pollers(road.camel, store.secrets);
        StoredTlsMemory tlsMemory = new StoredTlsMemory(store.settings);
        road.bind(Map.of("tlsMemory", tlsMemory));
        UpsViews views =
                new UpsViews(core.fleet, core.matching, store.ups, core.upsSettings, clock);
        UpsRemoval removal =
                new UpsRemoval(store.ups, store.facts, core.fleet, core.matching, views);
        NutServerAdmin nutServers =
                new NutServerAdmin(
                        store.nutServers,
                        store.secrets,
                        pollers,
                        core.fleet,
                        removal,
                        new UpsUsers(store.policies::all, inventory),
                        road::inTurn,
                        store.inForce,
                        new NutTester(road.camel, store.filter),
                        tlsMemory,
                        peers,
                        clock);
        SystemState system =
                new SystemState(
                        store.database,
                        core.fleet,
                        nutServers,
                        core.pulse,
                        first.instanceId(),
                        startedAt,
                        clock);
        system.onChange(people.feed::component);
        NotificationRoom notifications =
                new NotificationRoom(
                        configuration,
                        store,
                        inventory,
                        drivers,
                        views::find,
                        this::policyName,
                        road::happened,
                        clock,
                        ids);
        AuditWatch auditWatch =
                opened(
                        new AuditWatch(
                                store.audit,
                                (status, text) ->
                                        system.trouble("audit", status, text, clock.now())));
        OwnAudit ownAudit = opened(new OwnAudit(store.audit));
        RunAudit runAudit = new RunAudit(ownAudit);
        open.push(this::closeListeners);
        opened(road);
        Supplier<MqttSettings> mqttSettings =
                () ->
                        new MqttSettings(
                                store.inForce,
                                store.desk.secret(StoredSetting.MQTT_PASSWORD),
                                store.desk.secret(StoredSetting.MQTT_TLS_KEY),
                                first.instanceId());
        MqttRoom mqtt =
                opened(
                        new MqttRoom(
                                mqttSettings,
                                store.inForce,
                                new MqttTopics(store.mqttTopics),
                                road.camel,
                                peers,
                                clock,
                                lost -> road.happened(lostMessages(lost))));
        Watchman watchman = watchman(road, system, this::tellMode, runAudit);
        RunBroadcast listeners = new RunBroadcast();
        RunRoom runs =
                opened(
                        new RunRoom(
                                store.inForce,
                                inventory,
                                refreshes,
                                store.journal,
                                drivers.drivers,
                                List.of(listeners),
                                watchman,
                                new StoredHold(store.settings),
                                store.outageStates,
                                maintenance,
                                new ArmedPolicies(
                                        core.matching, arming, maintenance, store.inForce),
                                store.policies::upsMeanings,
                                core.matching::stillMet,
                                clock,
                                ids));
        Detection detection = new Detection(core.fleet, core.pulse);
        open.push(() -> road.inTurn(() -> noMoreMatches(detection)));
        store.journal.watch(watchman);

        OidcRoom oidc = opened(new OidcRoom(configuration, store, access, drivers.egress));
        PolicyEvents policyEvents = new PolicyEvents(ids, clock, road::happened, store.audit);
        mode =
                () ->
                        new SystemMode(
                                arming.getAsBoolean(),
                                maintenance.ofAllUntil().orElse(null),
                                runs.dispatcher
                                        .interventions()
                                        .holdOfAll()
                                        .map(Hold::until)
                                        .orElse(null));
        modeChanged = () -> people.feed.mode(mode.get());
        arming.onChange(changed -> tellMode());
        store.desk.show(arming);
        store.desk.onChange(people.feed::settings);
        maintenance.tell(road::happened, this::tellMode);
        arming.onChange(policyEvents::switched);
        listeners.add(runs.snapshots);
        listeners.add(new ConfirmedOrders(inventory));
        listeners.add(notifications.runs);
        List.of(core.matching, people.feed, new RunEvents(ids, road::happened), runAudit, observer)
                .forEach(listeners::add);
        MetricsRoom measured = new MetricsRoom(arming, core.fleet::all, clock);
        measured.addRuns(mode, runs.dispatcher::active);
        measured.addServers(pollers::links);
        measured.addProgram(system::latest, program(), startedAt, clock);
        PowerMetrics metrics = measured.metrics;
        pollers.onReconnect(metrics::reconnected);
        metrics.gauge(
                "walnut_calls_in_flight",
                "Calls of drivers under way",
                runs.dispatcher::callsInFlight);
        metrics.gauge(
                "walnut_journal_degraded",
                "1 while the journal goes to the emergency file",
                () -> store.journal.degraded() ? 1 : 0);
        metrics.gauge(
                "walnut_audit_chain_ok",
                "1 when the newest check of the audit log found nothing",
                () -> auditWatch.sound() == null ? null : auditWatch.sound() ? 1 : 0);
        drivers.drivers.onAnswer(contacts.andThen(metrics::answered));
        listeners.add(measured.feed);
        road.camel.getRegistry().bind("metricsFeed", measured.feed);
        road.camel
                .getRegistry()
                .bind("meteredMatching", new MeteredMatching(core.matching, metrics));
        Announcer announcer =
                new Announcer(
                        people.feed,
                        views::of,
                        core.fleet.all().stream().map(UpsFacts::upsId).collect(Collectors.toSet()),
                        observer);
        MqttFeed mqttFeed =
                new MqttFeed(
                        mqtt.topics().map(MqttPublications::new).orElse(null),
                        views::of,
                        ups -> core.fleet.facts(ups).isPresent(),
                        mqtt.outbox::addAll,
                        clock);
        removal.onRemoval(
                ups -> {
                    announcer.removed(ups);
                    mqttFeed.removed(ups);
                });
        road.bind(Map.of("mqttFeed", mqttFeed));
        bind(road, detection, store, runs, views, announcer, maintenance);
        bindPolling(road, store, core, runs, pollers, views);
        peers.guardNut(road.camel);
        JobDesk jobs = opened(new JobDesk(store.jobs, metrics::ended, clock, ids));
        measured.addTraffic(people.live, store.database, drivers.egress::refused);
        measured.addQueues(
                () -> figures(road, mqtt, api == null ? List.of() : api.queues()),
                jobs::figure,
                people.log::figure);
        HostStates states = new HostStates(store.hosts, inventory, road::happened, clock, ids);
        Supplier<UpsReferences> upsReferences =
                () -> new UpsReferences(core.fleet.all().stream().map(UpsFacts::upsId).toList());
        StoredTopology topology = new StoredTopology(store, inventory, upsReferences);
        HostCertificates certificates = new HostCertificates();
        Heartbeats heartbeats =
                opened(
                        new Heartbeats(
                                inventory,
                                drivers.types,
                                drivers.drivers,
                                store.hostHealth,
                                certificates,
                                states,
                                clock,
                                ids));
        HostAdmin hosts =
                new HostAdmin(
                        store.hosts,
                        store.hostSecrets,
                        vault,
                        inventory,
                        refreshes,
                        drivers.types,
                        drivers.tester,
                        certificates,
                        states,
                        upsReferences,
                        topology::feedsChanged,
                        drivers.egress::refusal,
                        ids);
        opened(hosts);
        StoredRuns storedRuns = new StoredRuns(store.runs, store.journal);
        people.feed.runs(storedRuns::idsOfOutage);
        Policies policies =
                new Policies(
                        store.policies,
                        store.decisions,
                        core.matching,
                        policyEvents,
                        inventory,
                        clock);
        PolicyMetrics policyMetrics = new PolicyMetrics(policies::all, store.runs.lastLive());
        listeners.add(policyMetrics);
        MqttRuns mqttRuns =
                new MqttRuns(
                        mqtt.topics(),
                        policyMetrics::fit,
                        id -> api.news().shown(id),
                        policies::dueAt,
                        clock);
        mqttRuns.listen(listeners, arming);
        road.bind(mqttRuns.beans());
        SnapshotRound snapshotRound = opened(new SnapshotRound(store.database, store.snapshots));
        BackupDesk backups = BackupDesk.of(configuration, store);
        StagedRestores restores = new StagedRestores(configuration, clock);
        BackupRound backupRound =
                opened(new BackupRound(backups, store, road::happened, clock, ids));
        system.also(backupRound::health);
        metrics.gauge(
                "walnut_backup_age_seconds",
                "Since the newest backup was made",
                backupRound::ageSeconds);
        system.also(MachineHealth.of(configuration.dataDir(), clock, metrics::clockJumped));
        system.also(new WorkHealth(policies::all, inventory, rulesTrouble::at, clock));
        system.also(opened(new DispatcherHealth(runs.dispatcher::active, clock)));
        system.also(safeStart);
        system.also(mqtt.watch);
        mqtt.watch.measure(metrics);
        opened(notifications);
        system.also(notifications::health);
        notifications.measure(metrics);
        opened(new HealthRound(system));
        opened(new IdleHeap(() -> !runs.dispatcher.active().isEmpty()));
        opened(new WarmUp(this::outage, store.journal.stored()::rehearse)).begin();
        measured.addPolicies(policyMetrics);
        new PresentGauges(runs.dispatcher, store.policies, inventory, drivers::discovered, clock)
                .register(metrics);
        PlanFits planFits =
                new PlanFits(
                        core.fleet::all,
                        new PolicyUps(inventory),
                        store.inForce.number(StoredSetting.MAX_CONCURRENT),
                        store.stepTimes,
                        policyMetrics);
        DryRuns dryRuns =
                new DryRuns(
                        runs.rehearsals,
                        policies,
                        ids,
                        store.inForce.number(StoredSetting.MAX_CONCURRENT),
                        store.stepTimes,
                        (policy, entry) -> {
                            runAudit.rehearsed(entry.run());
                            planFits.rehearsed(policy, entry);
                        });
        PolicyCheck check =
                new PolicyCheck(
                        inventory,
                        core.fleet::all,
                        policies::nameTaken,
                        configuration.flag(Setting.POLICY_V1_ENABLED),
                        store.inForce,
                        store.stepTimes,
                        new OwnTests(inventory, clock, store.inForce.zone()),
                        List.of(new DriverFit(runs.rehearsals, clock, ids)));
        Preflights preflights =
                opened(
                        new Preflights(
                                dryRuns,
                                policies,
                                check,
                                inventory,
                                host -> drivers.trouble(host, vault, ids.next().toString()),
                                policyEvents,
                                clock));
        DailyRound daily =
                opened(
                        new DailyRound(
                                "preflight-daily",
                                () ->
                                        LocalTime.parse(
                                                store.inForce.text(StoredSetting.PREFLIGHT_AT)),
                                store.inForce.zone(),
                                clock,
                                preflights::ofAllEnabled));
        store.inForce.onChange(SettingGroup.EXECUTION, daily::start);
        PolicyRechecks rechecks =
                opened(
                        new PolicyRechecks(
                                policies,
                                check,
                                inventory,
                                () ->
                                        core.fleet.all().stream()
                                                .map(UpsFacts::upsId)
                                                .collect(Collectors.toSet())));
        UpsAsking asking = new UpsAsking(road.camel);
        UpsHolds holds =
                opened(
                        new UpsHolds(
                                asking,
                                views::held,
                                core.fleet::facts,
                                new FedTargets(policies::all, storedRuns::ofOutage, inventory)));
        check.useHeld(views::held);
        system.holds(holds::failed);
        holds.onChange(rechecks::hostsChanged);
        store.inForce.onChange(SettingGroup.EXECUTION, rechecks::hostsChanged);
        pollers.onStop(holds::letGoOf);
        listeners.add(holds);
        ConditionHosts conditionHosts =
                opened(new ConditionHosts(core.matching::policies, refreshes));
        inventory.onChange(
                notifications.also(
                        new InventoryNews(
                                inventory,
                                people.feed,
                                new TopologyWatch(
                                        inventory, core.matching::topologyChanged, rechecks))));
        PendingNews pendingNews = opened(new PendingNews(views::pending, people.feed));
        core.matching.onWaiting(
                upsIds -> {
                    pendingNews.changed(upsIds);
                    mqttRuns.policies.waitingChanged();
                });
        StartedByHand byHand =
                new StartedByHand(
                        runs.dispatcher,
                        core.matching,
                        core.fleet::facts,
                        arming,
                        maintenance,
                        clock,
                        ids);
        RoadSurroundings surroundings =
                new RoadSurroundings(
                        road.camel,
                        store.policies,
                        id -> notifications.rules().channels().containsKey(id),
                        inventory);
        MessageTraces messages = new MessageTraces();
        UserRoutes userRoutes =
                opened(
                        new UserRoutes(
                                store.userRoutes,
                                surroundings,
                                new Outgoing(
                                        new StartedByRoute(store.policies::find, byHand, clock),
                                        notifications.desk::said,
                                        new SentByRoute(
                                                surroundings, check, byHand, messages, clock, ids)),
                                java.time.Clock.systemUTC()));
        road.bind(
                Map.of(
                        "userRouteFeed",
                        new UserRouteFeed(
                                userRoutes, messages, views::of, java.time.Clock.systemUTC())));
        AllRoutes routes = new AllRoutes(road.routes(configuration), userRoutes, safeStart::leave);
        HostSources hostSources = new HostSources(inventory::hosts);
        TrapRoom traps =
                opened(
                        new TrapRoom(
                                store.desk,
                                new TrapDesk(
                                        core.upsSettings::ofTrapSource,
                                        pollers::pollNow,
                                        hostSources::at,
                                        host -> refreshes.begin(host, false),
                                        core.fleet::facts,
                                        road::happened,
                                        metrics::trapped,
                                        TrapRoom.names(),
                                        clock,
                                        ids),
                                hostSources,
                                road.camel,
                                (status, text) ->
                                        system.trouble("traps", status, text, clock.now())));
        WebhookDesk webhooks =
                new WebhookDesk(
                        store.desk,
                        new WebhookDeliveries(store.webhooks),
                        core.fleet::facts,
                        core.matching::policies,
                        road::told,
                        road::called,
                        metrics::hooked,
                        ownAudit::write,
                        clock,
                        ids);
        ActionLinkDesk links =
                new ActionLinkDesk(
                        access.links,
                        new UsedLinks(store.usedLinks, clock),
                        runs.dispatcher,
                        () -> store.inForce.flag(StoredSetting.NOTIFY_LINKS),
                        notifications::tells,
                        NotificationRoom.outside(configuration),
                        () -> store.inForce.text(StoredSetting.UI_SITE_NAME),
                        store.inForce.zone(),
                        clock);
        notifications.calls.offer(links::make);
        notifications.desk.plans.use(links::offered, links::unplanned);
        api =
                people.server(
                        new ApiPorts(
                                new StoredKeys(store.idempotency),
                                views,
                                new StoredSamples(store.samples, store.series),
                                new StoredOutages(store.outages),
                                new StoredEvents(
                                        store.events,
                                        new EventCounter(store.database),
                                        people.feed::acknowledged),
                                new InjectionDesk(
                                        core.fleet::facts,
                                        store.outages::open,
                                        core.sessions,
                                        core.matching,
                                        runs.dispatcher::start,
                                        road::told,
                                        clock,
                                        ids),
                                new UpsCommander(
                                        asking,
                                        road::judged,
                                        ups -> road.inTurn(() -> removal.removeAbsent(ups)),
                                        views,
                                        holds),
                                policies,
                                check,
                                policies,
                                dryRuns,
                                preflights,
                                storedRuns,
                                new RunInterventions(
                                        runs.dispatcher,
                                        id ->
                                                store.policies
                                                        .find(id)
                                                        .filter(
                                                                policy ->
                                                                        byHand.mode(policy).live())
                                                        .isPresent()),
                                hosts,
                                inventory,
                                refreshes,
                                new StoredHealth(store.hostHealth, certificates, clock),
                                new DriverProbes(inventory, drivers.drivers, clock, ids),
                                new InstalledTypes(
                                        drivers,
                                        inventory,
                                        states,
                                        jobs,
                                        people.feed,
                                        safeStart::leave,
                                        clock),
                                new DiagnosticFiles(configuration, store, topology::findings),
                                () -> restarting(people.feed),
                                new StoredMarks(store.inventory, inventory),
                                topology,
                                nutServers,
                                arming,
                                mode,
                                byHand,
                                maintenance,
                                system,
                                new AuditEntries(
                                        store.audit,
                                        ownAudit,
                                        store.database::damaged,
                                        () ->
                                                core.fleet.all().stream()
                                                        .anyMatch(f -> f.outageId() != null)),
                                auditWatch,
                                new StoredBackups(backups, restores, store, jobs),
                                new StoredObligations(runs.dispatcher),
                                measured,
                                oidc.logins,
                                oidc,
                                new MqttTester(store.desk, peers),
                                mqtt.purge(),
                                new NotificationTrial(
                                        notifications,
                                        store,
                                        inventory,
                                        host ->
                                                new ChannelTester(drivers.drivers)
                                                        .send(host, vault, ids.next().toString())),
                                routes,
                                userRoutes,
                                jobs,
                                new StartedJobs(jobs, inventory, refreshes, hosts),
                                store.desk,
                                webhooks,
                                links,
                                RecentLines.shared()),
                        access,
                        store);
        api.onAnswer(metrics::requested);
        api.onProblem(metrics::refused);
        if (store.inForce.flag(StoredSetting.METRICS_PUBLIC)) {
            api.openMetrics();
        }
        open.push(api::stopping);
        reached("rooms");
        api.start(road.camel);
        reached("http");
        drivers.egress.onRefusal(new EgressNews(ids, clock, road::happened)::refused);
        closeOwn(drivers.egress, Setting.HTTP_HOST, api.port());
        closeOwn(
                drivers.egress,
                Setting.MANAGEMENT_HOST,
                configuration.number(Setting.MANAGEMENT_PORT));
        notifications.start();
        // Before any new match: what was under way when the program ended goes first.
        core.fleet.all().forEach(runs.dispatcher::heard);
        Set<String> told = mqttRuns.begin(store.runs, store.journal, store.policies::all);
        core.fleet.all().forEach(ups -> told.addAll(mqttFeed.topics(ups.upsId())));
        mqtt.clean(told);
        runs.dispatcher.resume();
        road.start(configuration);
        mqtt.start();
        reached("routes");
        new FirstServer(store.nutServers, store.secrets, nutServers.usual(), clock, LOG::info)
                .ensure(configuration);
        nutServers.start();
        holds.start();
        reached("pollers");
        userRoutes.start(safeStart.safe());
        tellSafeStart(road);
        Upgrade upgrade = new Upgrade(store.settings, store.audit, program().get("version"));
        rechecks.start(() -> upgrade.report(() -> lint(drivers, policies, userRoutes)));
        traps.open();
        daily.start();
        backupRound.start();
        snapshotRound.start();
        tellDamage(store.database, road);
        conditionHosts.start();
        heartbeats.start();
        states.onChange(api.news()::host);
        policies.tell(mqttRuns.also(api.news()::policy), mqttRuns.also(people.feed::policyDeleted));
        routes.onChange(api.news()::route);
        api.ready();
        auditWatch.start();
        reached("ready");
        measured.started(phases);
        management =
                ManagementServer.start(
                        configuration, core.pulse::alive, api::serving, metrics::scrape);
        inventory.hosts().forEach(host -> refreshes.begin(host.id(), true));
        access.accounts.onThrottled(
                email ->
                        road.happened(
                                HealthEvents.about(
                                        ids,
                                        EventName.LOGIN_THROTTLED,
                                        new Event.Subject("system", email),
                                        clock.now(),
                                        Map.of())));
        opened(new AccessWatch(access, () -> store.database.damage().found() != null));
        first.offerSetup(access, consoleAddress());
        tellReady(core, store, arming);
        configuration.forgetKeys();
    }

    private void tellSafeStart(RoadRoom road) {
        safeStart
                .reason()
                .ifPresent(
                        reason ->
                                road.happened(
                                        HealthEvents.about(
                                                ids,
                                                EventName.SAFE_START,
                                                new Event.Subject("system", "routes"),
                                                clock.now(),
                                                Map.of("reason", reason))));
    }

    private Optional<String> policyName(UUID id) {
        return core.matching.policies().stream()
                .filter(policy -> policy.id().equals(id))
                .map(policy -> policy.policy().name())
                .findFirst();
    }

    private static LintFindings lint(DriverRoom drivers, Policies policies, UserRoutes routes) {
        LintFindings found = new LintFindings();
        found.types(drivers.types);
        policies.all().forEach(policy -> found.policy(policy, policy.findings()));
        routes.checked().forEach(found::routes);
        return found;
    }

    private void closeOwn(Egress egress, Setting host, int port) {
        if (port > 0) {
            egress.closeOwn(new InetSocketAddress(configuration.text(host), port));
        }
    }

    private static List<QueueFigure> figures(
            RoadRoom road, MqttRoom mqtt, List<QueueFigure> requests) {
        return Stream.of(road.figures(), List.of(mqtt.outbox.figure()), requests)
                .flatMap(List::stream)
                .toList();
    }

    private Event lostMessages(long count) {
        return HealthEvents.about(
                ids,
                EventName.MQTT_EVENTS_DROPPED,
                new Event.Subject("system", "mqtt"),
                clock.now(),
                Map.of("count", count));
    }

    private boolean restarting(LiveFeed live) {
        boolean will = restart.getAsBoolean();
        if (will) {
            live.notice(Severity.WARN, "walNUT restarts, as somebody asked it to");
        }
        return will;
    }

    private void tellDamage(Database database, RoadRoom road) {
        Consumer<String> tell =
                what ->
                        road.happened(
                                HealthEvents.told(
                                        ids,
                                        EventName.DATABASE_CORRUPT,
                                        Severity.ERROR,
                                        new Event.Subject("system", "database"),
                                        clock.now(),
                                        Map.of("reason", what),
                                        "The database is damaged, protection goes on: " + what));
        database.damage().tell(tell);
        if (database.damage().found() == null && database.damaged() != null) {
            tell.accept(database.damaged());
        }
    }

    /** Milliseconds since the core last did something. */
    long silence() {
        return core.pulse.silence();
    }

    /** What was polled before has been judged; what comes later is left to the next start. */
    private void noMoreMatches(Detection detection) {
        detection.shut();
        core.matching.shut();
    }

    /** They tell that walNUT stops until all else has stopped. */
    private void closeListeners() {
        if (api != null) {
            api.close();
        }
        if (management != null) {
            management.close();
        }
    }

    private void reached(String phase) {
        phases.put(phase, Duration.between(startedAt, clock.now()).toMillis() / 1000.0);
    }

    private static Map<String, String> program() {
        String version = WalnutServer.class.getPackage().getImplementationVersion();
        String commit = Build.read().commit();
        return Map.of(
                "version",
                version == null ? "source" : version,
                "commit",
                commit == null ? "" : commit,
                "java",
                System.getProperty("java.version"));
    }

    private void tellMode() {
        modeChanged.run();
    }

    private void tellBegin() {
        String version = WalnutServer.class.getPackage().getImplementationVersion();
        LOG.info(
                "walNUT {} starts; database {}",
                version == null ? "(built from source)" : version,
                configuration.database());
    }

    /** For a browser on this machine, with what a login there still lacks. */
    private String consoleAddress() {
        String outside = configuration.text(Setting.PUBLIC_URL);
        if (outside != null) {
            return outside;
        }
        String host = configuration.text(Setting.HTTP_HOST);
        boolean tls = configuration.text(Setting.TLS_CERT) != null;
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
        String name = everywhere ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
        String address =
                (tls ? "https://" : "http://")
                        + name
                        + ":"
                        + port()
                        + configuration.basePath().outer("/");
        boolean local =
                (name.equals("localhost") || name.equals("127.0.0.1"))
                        && LocalhostLogins.allowed(configuration);
        return tls || local || !configuration.flag(Setting.SECURE_COOKIES)
                ? address
                : address + " (where a login without TLS needs WALNUT_SECURE_COOKIES=false)";
    }

    private void tellReady(CoreRoom core, StoreRoom store, ArmingSwitch arming) {
        LOG.info(
                "walNUT {} is ready on port {} after {} ms: {} UPSs known, {} policies, {}",
                program().get("version"),
                port(),
                Duration.between(startedAt, clock.now()).toMillis(),
                core.fleet.all().size(),
                store.policies.counts().stream().mapToInt(PolicyRepository.Count::policies).sum(),
                arming.getAsBoolean() ? "ARMED" : "not armed, every run is a dry run");
    }

    private Watchman watchman(
            RoadRoom road, SystemState system, Runnable holdOfAll, RunAudit audit) {
        return new Watchman(
                road::happened,
                (part, status, text) -> system.trouble(part, status, text, clock.now()),
                clock,
                ids,
                holdOfAll,
                audit);
    }

    private void bind(
            RoadRoom road,
            Detection detection,
            StoreRoom store,
            RunRoom runs,
            UpsViews views,
            Announcer announcer,
            MaintenanceDesk maintenance) {
        road.bind(
                Map.of(
                        "detection",
                        detection,
                        "matching",
                        core.matching,
                        "runStart",
                        new RunStart(runs.dispatcher::start, core.matching),
                        "powerNews",
                        new PowerNews(
                                facts -> {
                                    runs.dispatcher.heard(facts);
                                    maintenance.heard(facts);
                                    runs.snapshots.heard(facts);
                                }),
                        "announcer",
                        announcer,
                        "sampleStore",
                        store.samples,
                        "retentionSweep",
                        store.sweep(() -> !runs.dispatcher.active().isEmpty())));
    }

    private void bindPolling(
            RoadRoom road,
            StoreRoom store,
            CoreRoom core,
            RunRoom runs,
            Pollers pollers,
            UpsViews views) {
        road.bind(
                Map.of(
                        "pollIntake",
                        new PollIntake(),
                        "tick",
                        new Detection.Tick(),
                        "serverWatcher",
                        new ServerWatcher(
                                pollers,
                                road::news,
                                road::happened,
                                (ups, text) -> views.learn(ups, text, clock.now()),
                                clock,
                                ids),
                        "nutClock",
                        new PollClock(clock),
                        "alertHook",
                        new PendingAlert(pollers, core.matching, runs.dispatcher)));
    }

    @Override
    public void close() {
        if (safeStart != null) {
            safeStart.stopping();
        }
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
