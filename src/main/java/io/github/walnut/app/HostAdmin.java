package io.github.walnut.app;

import io.github.walnut.api.IntegrationType;
import io.github.walnut.api.Integrations;
import io.github.walnut.api.Problem;
import io.github.walnut.api.ProblemCode;
import io.github.walnut.dispatch.NamedThreads;
import io.github.walnut.integration.HostConfigs;
import io.github.walnut.integration.HostIds;
import io.github.walnut.integration.HostTester;
import io.github.walnut.integration.TypeRegistry;
import io.github.walnut.inventory.Host;
import io.github.walnut.policy.Finding;
import io.github.walnut.store.HostRepository;
import io.github.walnut.store.HostRepository.StoredHost;
import io.github.walnut.store.HostSecrets;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hosts: checked against their type, stored, tested, trusted. */
final class HostAdmin implements Integrations, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HostAdmin.class);

    /** Fields of connections that say where a secret goes, or whose it is. */
    private static final Set<String> WHITHER =
            Set.of(
                    "host",
                    "hostname",
                    "address",
                    "port",
                    "url",
                    "base_url",
                    "endpoint",
                    "user",
                    "username");

    private final HostRepository repository;
    private final HostSecrets secrets;
    private final HostVault vault;
    private final LiveInventory inventory;
    private final Refreshes refreshes;
    private final TypeRegistry types;
    private final HostConfigs configs;
    private final HostTester tester;
    private final HostCertificates certificates;
    private final TypeViews views = new TypeViews();
    private final HostStates states;
    private final Consumer<String> feedsChanged;
    private final Function<String, Optional<String>> refusal;
    private final Ids ids;
    private final ExecutorService background =
            Executors.newSingleThreadExecutor(new NamedThreads("host-test"));
    private final Map<String, LastTest> tests = new ConcurrentHashMap<>();

    /**
     * @param fingerprint that was refused as unknown, or null
     */
    private record LastTest(Instant at, Integer latencyMillis, String fingerprint) {}

    /**
     * @param feedsChanged hears who changed the feeds of a host
     * @param refusal why no connection to a host is made whatever its name leads to
     */
    HostAdmin(
            HostRepository repository,
            HostSecrets secrets,
            HostVault vault,
            LiveInventory inventory,
            Refreshes refreshes,
            TypeRegistry types,
            HostTester tester,
            HostCertificates certificates,
            HostStates states,
            Consumer<String> feedsChanged,
            Function<String, Optional<String>> refusal,
            Ids ids) {
        this.repository = repository;
        this.secrets = secrets;
        this.vault = vault;
        this.inventory = inventory;
        this.refreshes = refreshes;
        this.types = types;
        this.configs = new HostConfigs(types);
        this.tester = tester;
        this.certificates = certificates;
        this.states = states;
        this.feedsChanged = feedsChanged;
        this.refusal = refusal;
        this.ids = ids;
    }

    @Override
    public List<IntegrationType> types() {
        return types.entries().stream().map(views::of).toList();
    }

    @Override
    public List<Connected> all() {
        return repository.all().stream().map(this::connected).toList();
    }

    @Override
    public Optional<Connected> find(String id) {
        return repository.find(id).map(this::connected);
    }

    private Connected connected(StoredHost stored) {
        Map<String, Instant> set = secrets.fields(stored.host().id());
        LastTest last = tests.get(stored.host().id());
        return new Connected(
                stored.host(),
                set,
                last == null ? null : last.at(),
                last == null ? null : last.latencyMillis(),
                stored.createdAt(),
                stored.updatedAt(),
                stored.version());
    }

    @Override
    public List<Finding> check(Draft draft) {
        HostConfigs.Checked checked = checked(draft);
        List<Finding> findings = new ArrayList<>();
        checked.errors()
                .forEach(
                        error ->
                                findings.add(
                                        blocker(error.pointer(), error.code(), error.message())));
        Map<String, String> before =
                repository
                        .find(draft.id() == null ? "" : draft.id())
                        .map(stored -> configs.hosts(draft.typeId(), stored.host().config()))
                        .orElse(Map.of());
        configs.hosts(draft.typeId(), checked.config())
                .forEach(
                        (pointer, host) -> {
                            if (!host.equals(before.get(pointer))) {
                                refusal.apply(host)
                                        .ifPresent(
                                                why ->
                                                        findings.add(
                                                                blocker(
                                                                        pointer,
                                                                        "validation",
                                                                        why)));
                            }
                        });
        return findings;
    }

    private static Finding blocker(String pointer, String code, String message) {
        return new Finding(Severity.BLOCKER, "schema", pointer, code, message, null);
    }

    private HostConfigs.Checked checked(Draft draft) {
        Set<String> kept = draft.id() == null ? Set.of() : secrets.fields(draft.id()).keySet();
        return configs.check(draft.typeId(), draft.config(), draft.secrets(), kept);
    }

    @Override
    public Connected update(Draft draft, int version, boolean tested, String actor) {
        Host before = repository.find(draft.id()).orElseThrow().host();
        Map<String, Object> filled = checked(draft).config();
        boolean review = !tested && goesElsewhere(before, filled, draft);
        Host.State state =
                tested ? Host.State.CONNECTED : review ? Host.State.NEEDS_REVIEW : before.state();
        String reason =
                review
                        ? "The connection was changed and not tested since."
                        : tested ? null : before.stateReason();
        StoredHost stored;
        try {
            stored =
                    repository.update(
                            host(before.id(), draft, filled, state, reason),
                            version,
                            sealed(draft),
                            secrets);
        } catch (HostRepository.ConflictException e) {
            Problem stale = new Problem(ProblemCode.VERSION_MISMATCH, e.getMessage());
            repository
                    .find(before.id())
                    .ifPresent(now -> stale.with("current_version", now.version()));
            throw stale;
        } catch (HostRepository.TakenException e) {
            throw new Problem(ProblemCode.DUPLICATE, e.getMessage())
                    .with("existing_id", e.existing());
        }
        vault.changed(before.id());
        inventory.reload();
        if (!Objects.equals(before.feeds(), draft.feeds())) {
            feedsChanged.accept(actor);
        }
        states.written(before, state, reason);
        if (review && draft.enabled()) {
            testLater(before.id());
        }
        return connected(stored);
    }

    private static boolean goesElsewhere(Host before, Map<String, Object> config, Draft draft) {
        return !draft.secrets().isEmpty()
                || WHITHER.stream()
                        .anyMatch(
                                field ->
                                        !Objects.equals(
                                                before.config().get(field), config.get(field)));
    }

    private void testLater(String id) {
        background.execute(
                () -> {
                    try {
                        test(id);
                    } catch (RuntimeException e) {
                        if (!background.isShutdown()) {
                            LOG.warn("Host {} could not be tested: {}", id, e.toString());
                        }
                    }
                });
    }

    private static Map<String, char[]> sealed(Draft draft) {
        Map<String, char[]> sealed = new LinkedHashMap<>();
        draft.secrets()
                .forEach((field, value) -> sealed.put(field, value == null ? null : value.open()));
        return sealed;
    }

    @Override
    public Connected create(Draft draft, String actor) {
        Map<String, Object> filled = checked(draft).config();
        String id = draft.id() == null ? HostIds.suggest(draft.name(), taken()) : draft.id();
        if (!HostIds.valid(id)) {
            throw new Problem(
                    ProblemCode.VALIDATION,
                    "/id: '" + id + "', expected a slug that is not a reserved word");
        }
        Host host = host(id, draft, filled, Host.State.UNKNOWN, null);
        StoredHost stored;
        try {
            stored = repository.create(host, sealed(draft), secrets);
        } catch (HostRepository.TakenException e) {
            throw new Problem(ProblemCode.DUPLICATE, e.getMessage())
                    .with("existing_id", e.existing());
        }
        vault.changed(id);
        inventory.reload();
        if (draft.feeds() != null) {
            feedsChanged.accept(actor);
        }
        states.changed(id);
        refreshes.begin(id, true);
        return connected(stored);
    }

    private Set<String> taken() {
        return repository.all().stream()
                .map(stored -> stored.host().id())
                .collect(Collectors.toSet());
    }

    private static Host host(
            String id, Draft draft, Map<String, Object> config, Host.State state, String reason) {
        return new Host(
                id,
                0,
                draft.name(),
                draft.typeId(),
                config,
                draft.labels(),
                draft.enabled(),
                state,
                reason,
                draft.self(),
                draft.feeds());
    }

    @Override
    public void delete(String id, String actor) {
        repository.delete(id);
        vault.changed(id);
        inventory.reload();
        states.changed(id);
    }

    @Override
    public Tested test(String id) {
        StoredHost stored = repository.find(id).orElseThrow();
        Host host = stored.host();
        HostTester.Report report = tester.test(host, vault, ids.next().toString());
        String fingerprint = (String) report.details().get("fingerprint");
        int latency = (int) report.latencyMillis();
        tests.put(
                host.id(),
                new LastTest(Instant.now(), report.success() ? latency : null, fingerprint));
        Host.State failed =
                host.state() == Host.State.NEEDS_REVIEW
                        ? Host.State.NEEDS_REVIEW
                        : Host.State.ERROR;
        if (report.success()) {
            passed(stored, report);
        } else {
            states.tested(stored, failed, report.message());
        }
        return tested(report);
    }

    /** A certificate that ends soon is told, as by heartbeats. */
    private void passed(StoredHost stored, HostTester.Report report) {
        Instant now = Instant.now();
        certificates.shown(stored.host().id(), report.certificates(), now);
        String ending = certificates.warning(stored.host().id(), now).orElse(null);
        states.tested(stored, ending == null ? Host.State.CONNECTED : Host.State.DEGRADED, ending);
    }

    @Override
    public Tested test(Draft draft) {
        Map<String, Object> filled = checked(draft).config();
        return tested(
                tester.test(
                        host("test", draft, filled, Host.State.UNKNOWN, null),
                        vault.entered(draft.secrets(), draft.id()),
                        ids.next().toString()));
    }

    private static Tested tested(HostTester.Report report) {
        return new Tested(
                report.success(),
                report.status(),
                (int) report.latencyMillis(),
                report.message(),
                (String) report.details().get("fingerprint"),
                report.steps(),
                report.details());
    }

    @Override
    public boolean trust(String id, String fingerprint, String actor) {
        StoredHost stored = repository.find(id).orElseThrow();
        LastTest last = tests.get(stored.host().id());
        if (last == null || !fingerprint.equals(last.fingerprint())) {
            return false;
        }
        Host host = stored.host();
        Map<String, Object> config = new LinkedHashMap<>(host.config());
        config.put(fingerprint.startsWith("SHA256:") ? "host_key" : "tls_pin_sha256", fingerprint);
        Host.State trusted =
                host.state() == Host.State.NEEDS_REVIEW ? host.state() : Host.State.UNKNOWN;
        repository.update(
                new Host(
                        host.id(),
                        host.numericId(),
                        host.name(),
                        host.typeId(),
                        config,
                        host.labels(),
                        host.enabled(),
                        trusted,
                        null,
                        host.self(),
                        host.feeds()),
                stored.version(),
                Map.of(),
                secrets);
        vault.changed(id);
        inventory.reload();
        states.written(host, trusted, null);
        testLater(host.id());
        refreshes.begin(host.id(), true);
        return true;
    }

    @Override
    public void close() {
        background.shutdownNow();
    }
}
