package io.github.walnut.app;

import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import io.github.walnut.config.SettingsInForce;
import io.github.walnut.config.StoredSetting;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.json.CompiledFormReader;
import io.github.walnut.policy.json.PolicyDocuments;
import io.github.walnut.security.SecretFilter;
import io.github.walnut.store.AuditLog;
import io.github.walnut.store.Database;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.DecisionLog;
import io.github.walnut.store.EmergencyJournal;
import io.github.walnut.store.EventSpill;
import io.github.walnut.store.EventStore;
import io.github.walnut.store.FactsRepository;
import io.github.walnut.store.HostHealth;
import io.github.walnut.store.HostRepository;
import io.github.walnut.store.HostSecrets;
import io.github.walnut.store.IdempotencyRepository;
import io.github.walnut.store.InventoryRepository;
import io.github.walnut.store.JobRepository;
import io.github.walnut.store.MaintenanceRepository;
import io.github.walnut.store.MqttTopicRepository;
import io.github.walnut.store.NutServerRepository;
import io.github.walnut.store.OauthAccountRepository;
import io.github.walnut.store.OutageRepository;
import io.github.walnut.store.OutageStateRepository;
import io.github.walnut.store.OutboxRepository;
import io.github.walnut.store.PolicyRepository;
import io.github.walnut.store.RetentionSweep;
import io.github.walnut.store.RollupStore;
import io.github.walnut.store.RunQueries;
import io.github.walnut.store.SampleStore;
import io.github.walnut.store.Secrets;
import io.github.walnut.store.SeriesReader;
import io.github.walnut.store.SessionRepository;
import io.github.walnut.store.SettingsRepository;
import io.github.walnut.store.StateSnapshots;
import io.github.walnut.store.StepTimes;
import io.github.walnut.store.ThrottleRepository;
import io.github.walnut.store.TokenRepository;
import io.github.walnut.store.TopologyRepository;
import io.github.walnut.store.TriggerStates;
import io.github.walnut.store.UpsRepository;
import io.github.walnut.store.UsedLinkRepository;
import io.github.walnut.store.UserRepository;
import io.github.walnut.store.UserRouteRepository;
import io.github.walnut.store.WebhookRepository;
import io.github.walnut.store.WindowRepository;
import io.github.walnut.ups.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The open database with everything that reads and writes it. */
final class StoreRoom implements AutoCloseable {

    final Database database;

    /** Of the server; a command beside it has none. */
    final StateSnapshots snapshots;

    final EmergencyJournal journal;
    final EventSpill eventSpill;
    final RunQueries runs;
    final StepTimes stepTimes;
    final PolicyRepository policies;
    final TriggerStates triggers;
    final DecisionLog decisions;
    final FactsRepository facts;
    final OutageRepository outages;
    final SampleStore samples;
    final RollupStore rollups;
    final SeriesReader series;
    final EventStore events;
    final UpsRepository ups;
    final NutServerRepository nutServers;
    final HostRepository hosts;
    final InventoryRepository inventory;
    final SecretFilter filter;
    final Secrets secrets;
    final HostSecrets hostSecrets;
    final SettingsRepository settings;
    final SettingsDesk desk;
    final SettingsInForce inForce;
    final MaintenanceRepository maintenance;
    final OutageStateRepository outageStates;
    final UserRouteRepository userRoutes;
    final UserRepository users;
    final OauthAccountRepository links;
    final SessionRepository sessions;
    final IdempotencyRepository idempotency;
    final WebhookRepository webhooks;
    final UsedLinkRepository usedLinks;
    final MqttTopicRepository mqttTopics;
    final TokenRepository tokens;
    final ThrottleRepository throttled;
    final AuditLog audit;
    final JobRepository jobs;
    final TopologyRepository topology;
    final HostHealth hostHealth;
    final OutboxRepository outbox;
    private volatile Inventory known;

    /**
     * @throws io.github.walnut.store.StoreException when the database cannot be used as it stands
     */
    StoreRoom(Configuration configuration, DatabaseConfig.Mode mode, Clock clock) {
        this(configuration, config(configuration, mode), clock);
    }

    /**
     * @param config of the database, which need not be the one that the configuration names
     */
    StoreRoom(Configuration configuration, DatabaseConfig config, Clock clock) {
        char[] key = config.key().clone();
        filter = new SecretFilter();
        Stream.of(Setting.values())
                .filter(Setting::secret)
                .forEach(setting -> filter.learn(configuration.text(setting)));
        try {
            if (config.mode() == DatabaseConfig.Mode.SERVER) {
                snapshots =
                        new StateSnapshots(
                                configuration.dataDir().resolve(StateSnapshots.FOLDER), key);
                database = Database.openProtected(config, snapshots, clock);
            } else {
                snapshots = null;
                database = Database.open(config, clock);
            }
            secrets = new Secrets(database, key, filter);
            audit = new AuditLog(database, key, filter);
            triggers = new TriggerStates(new WindowRepository(database));
            journal = new EmergencyJournal(database, triggers, key);
            eventSpill = new EventSpill(database, key);
        } finally {
            Arrays.fill(key, '\0');
        }
        runs = new RunQueries(database);
        stepTimes = new StepTimes(database);
        policies = new PolicyRepository(database, documents());
        decisions = new DecisionLog(database);
        facts = new FactsRepository(database);
        outages = new OutageRepository(database);
        samples = new SampleStore(database);
        rollups = new RollupStore(database);
        series = new SeriesReader(database, rollups);
        events = new EventStore(database, facts, outages, samples);
        ups = new UpsRepository(database);
        nutServers = new NutServerRepository(database);
        hosts = new HostRepository(database);
        inventory = new InventoryRepository(database);
        hostSecrets = new HostSecrets(database, secrets);
        settings = new SettingsRepository(database);
        desk = new SettingsDesk(configuration, database, settings, secrets, clock);
        inForce = desk.inForce();
        maintenance = new MaintenanceRepository(database);
        outageStates = new OutageStateRepository(database);
        userRoutes = new UserRouteRepository(database);
        users = new UserRepository(database);
        links = new OauthAccountRepository(database);
        sessions = new SessionRepository(database);
        idempotency = new IdempotencyRepository(database);
        webhooks = new WebhookRepository(database);
        usedLinks = new UsedLinkRepository(database);
        mqttTopics = new MqttTopicRepository(database);
        jobs = new JobRepository(database);
        topology = new TopologyRepository(database);
        hostHealth = new HostHealth(database);
        tokens = new TokenRepository(database);
        throttled = new ThrottleRepository(database);
        outbox = new OutboxRepository(database);
    }

    /** Once it is there, models of stored documents get the names of its hosts' types. */
    void useInventory(Inventory inventory) {
        known = inventory;
    }

    private PolicyRepository.DocumentReader documents() {
        PolicyDocuments documents = new PolicyDocuments();
        CompiledFormReader compiledForms = new CompiledFormReader();
        return new PolicyRepository.DocumentReader() {
            @Override
            public Policy model(String document, String mediaType) {
                return documents.model(document, mediaType, known);
            }

            @Override
            public Policy compiled(String ir) {
                return compiledForms.read(ir).orElse(null);
            }

            @Override
            public String asJson(String document, String mediaType) {
                return documents.asJson(document, mediaType);
            }
        };
    }

    /** Who holds the lock of the data folder, for whoever finds it taken. */
    private static String holder() {
        ProcessHandle own = ProcessHandle.current();
        return "pid "
                + own.pid()
                + own.info()
                        .startInstant()
                        .map(start -> " since " + start.truncatedTo(ChronoUnit.SECONDS))
                        .orElse("");
    }

    /** What deletes what is older than the settings say. */
    RetentionSweep sweep(BooleanSupplier busy) {
        return new RetentionSweep(
                database,
                new RetentionSweep.Tables(
                        samples,
                        rollups,
                        events,
                        outages,
                        decisions,
                        journal.stored(),
                        sessions,
                        audit,
                        jobs,
                        hostHealth,
                        tokens,
                        throttled,
                        outbox),
                () ->
                        new RetentionSweep.Periods(
                                inForce.duration(StoredSetting.KEEP_SAMPLES),
                                inForce.duration(StoredSetting.KEEP_FIVE_MINUTES),
                                inForce.duration(StoredSetting.KEEP_HOURS),
                                inForce.duration(StoredSetting.KEEP_EVENTS),
                                inForce.duration(StoredSetting.KEEP_RUNS),
                                inForce.duration(StoredSetting.KEEP_DRY_RUNS),
                                inForce.duration(StoredSetting.KEEP_AUDIT),
                                inForce.duration(StoredSetting.KEEP_JOBS)),
                busy);
    }

    static DatabaseConfig config(Configuration configuration, DatabaseConfig.Mode mode) {
        char[] key = configuration.required(Setting.DB_KEY).toCharArray();
        try {
            return config(configuration, key, mode);
        } finally {
            Arrays.fill(key, '\0');
        }
    }

    static DatabaseConfig config(
            Configuration configuration, char[] key, DatabaseConfig.Mode mode) {
        return new DatabaseConfig(
                configuration.database().toString(),
                key,
                configuration.number(Setting.DB_KDF_ITER),
                configuration.number(Setting.DB_POOL_SIZE),
                configuration.duration(Setting.DB_BUSY_TIMEOUT),
                configuration.flag(Setting.DB_ALLOW_NETWORK_FS),
                mode,
                holder());
    }

    @Override
    public void close() {
        journal.close();
        database.close();
    }
}
