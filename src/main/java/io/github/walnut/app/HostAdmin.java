package io.github.walnut.app;

import io.github.walnut.api.IntegrationType;
import io.github.walnut.api.Integrations;
import io.github.walnut.api.Problem;
import io.github.walnut.api.ProblemCode;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Hosts: checked against their type, stored, tested, trusted. */
final class HostAdmin implements Integrations {

    private final HostRepository repository;
    private final HostSecrets secrets;
    private final HostVault vault;
    private final LiveInventory inventory;
    private final Refreshes refreshes;
    private final TypeRegistry types;
    private final HostConfigs configs;
    private final HostTester tester;
    private final TypeViews views = new TypeViews();
    private final Ids ids;
    private final Map<String, LastTest> tests = new ConcurrentHashMap<>();

    /**
     * @param fingerprint that was refused as unknown, or null
     */
    private record LastTest(Instant at, Integer latencyMillis, String fingerprint) {}

    HostAdmin(
            HostRepository repository,
            HostSecrets secrets,
            HostVault vault,
            LiveInventory inventory,
            Refreshes refreshes,
            TypeRegistry types,
            HostTester tester,
            Ids ids) {
        this.repository = repository;
        this.secrets = secrets;
        this.vault = vault;
        this.inventory = inventory;
        this.refreshes = refreshes;
        this.types = types;
        this.configs = new HostConfigs(types);
        this.tester = tester;
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
                List.of(),
                set,
                last == null ? null : last.at(),
                last == null ? null : last.latencyMillis(),
                stored.createdAt(),
                stored.updatedAt(),
                stored.version());
    }

    @Override
    public List<Finding> check(Draft draft) {
        return configs
                .check(draft.typeId(), draft.config(), draft.secrets(), Set.of())
                .errors()
                .stream()
                .map(
                        error ->
                                new Finding(
                                        Severity.BLOCKER,
                                        "schema",
                                        error.pointer(),
                                        error.code(),
                                        error.message(),
                                        null))
                .toList();
    }

    @Override
    public Connected create(Draft draft, String actor) {
        Map<String, Object> filled =
                configs.check(draft.typeId(), draft.config(), draft.secrets(), Set.of()).config();
        String id = draft.id() == null ? HostIds.suggest(draft.name(), taken()) : draft.id();
        if (!HostIds.valid(id)) {
            throw new Problem(
                    ProblemCode.VALIDATION,
                    "/id: '" + id + "', expected a slug that is not a reserved word");
        }
        Map<String, char[]> sealed = new LinkedHashMap<>();
        draft.secrets()
                .forEach(
                        (field, value) -> {
                            if (value != null) {
                                sealed.put(field, value.toCharArray());
                            }
                        });
        Host host = host(id, draft, filled);
        StoredHost stored;
        try {
            stored = repository.create(host, sealed, secrets);
        } catch (HostRepository.TakenException e) {
            throw new Problem(ProblemCode.DUPLICATE, e.getMessage());
        }
        vault.changed(id);
        inventory.reload();
        refreshes.begin(id, true);
        return connected(stored);
    }

    private Set<String> taken() {
        return repository.all().stream()
                .map(stored -> stored.host().id())
                .collect(Collectors.toSet());
    }

    private static Host host(String id, Draft draft, Map<String, Object> config) {
        return new Host(
                id,
                0,
                draft.name(),
                draft.typeId(),
                config,
                draft.labels(),
                draft.enabled(),
                Host.State.UNKNOWN,
                null,
                draft.self());
    }

    @Override
    public void delete(String id, String actor) {
        repository.delete(id);
        vault.changed(id);
        inventory.reload();
    }

    @Override
    public Tested test(String id) {
        Host host = repository.find(id).orElseThrow().host();
        HostTester.Report report = tester.test(host, vault, ids.next().toString());
        String fingerprint = (String) report.details().get("fingerprint");
        int latency = (int) report.latencyMillis();
        tests.put(
                host.id(),
                new LastTest(Instant.now(), report.success() ? latency : null, fingerprint));
        repository.setState(
                host.id(),
                report.success() ? Host.State.CONNECTED : Host.State.ERROR,
                report.success() ? null : report.message());
        inventory.reload();
        return tested(report);
    }

    @Override
    public Tested test(Draft draft) {
        Map<String, Object> filled =
                configs.check(draft.typeId(), draft.config(), draft.secrets(), Set.of()).config();
        return tested(
                tester.test(
                        host("test", draft, filled),
                        HostVault.entered(draft.secrets()),
                        ids.next().toString()));
    }

    private static Tested tested(HostTester.Report report) {
        return new Tested(
                report.success(),
                report.status(),
                (int) report.latencyMillis(),
                report.message(),
                (String) report.details().get("fingerprint"),
                report.steps());
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
        repository.update(
                new Host(
                        host.id(),
                        host.numericId(),
                        host.name(),
                        host.typeId(),
                        config,
                        host.labels(),
                        host.enabled(),
                        Host.State.UNKNOWN,
                        null,
                        host.self()),
                stored.version(),
                Map.of(),
                secrets);
        vault.changed(id);
        inventory.reload();
        refreshes.begin(host.id(), true);
        return true;
    }
}
