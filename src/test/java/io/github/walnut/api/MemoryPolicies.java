package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.walnut.inventory.Selector;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyChecks;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.PolicyVersion;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.UpsMeanings;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.UpsState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Policies in memory; its documents have a name, a priority, a host and a verb. */
final class MemoryPolicies implements PolicyStore, PolicyReader {

    boolean formatOne = true;
    private final Map<UUID, StoredPolicy> policies = new ConcurrentHashMap<>();
    private final Map<UUID, List<PolicyVersion>> versions = new ConcurrentHashMap<>();
    final List<UUID> released = new ArrayList<>();
    final Map<UUID, PolicyChecks> checks = new ConcurrentHashMap<>();

    @Override
    public List<StoredPolicy> all() {
        return policies.values().stream()
                .sorted(
                        Comparator.comparing((StoredPolicy p) -> p.policy().priority())
                                .thenComparing(StoredPolicy::id))
                .toList();
    }

    @Override
    public void release(UUID id) {
        released.add(id);
    }

    /** One that held, and one that did not. */
    @Override
    public List<Played> play(Policy policy) {
        return List.of(
                new Played("a dip", "/tests/0", List.of(), List.of()),
                new Played(
                        "a loss",
                        "/tests/1",
                        List.of("expected a match, there was none"),
                        List.of(new Sent(Duration.ofSeconds(30), "pve/vm:1", "shutdown"))));
    }

    @Override
    public Optional<StoredPolicy> find(UUID id) {
        return Optional.ofNullable(policies.get(id));
    }

    @Override
    public synchronized void create(StoredPolicy policy, String note) {
        refuseTwin(policy);
        put(policy, note);
    }

    private void put(StoredPolicy policy, String note) {
        policies.put(policy.id(), policy);
        versions.computeIfAbsent(policy.id(), id -> new ArrayList<>())
                .add(
                        0,
                        new PolicyVersion(
                                policy.versionInt(),
                                policy.document(),
                                policy.mediaType(),
                                policy.hash(),
                                policy.updatedAt(),
                                policy.updatedBy(),
                                note,
                                null,
                                policy.upsMeanings()));
    }

    @Override
    public synchronized void updateAll(List<StoredPolicy> changed, String note) {
        changed.forEach(policy -> put(policy, note));
    }

    @Override
    public List<PolicyVersion> versions(UUID id) {
        return versions.getOrDefault(id, List.of());
    }

    @Override
    public PolicyChecks checks(UUID id) {
        return checks.getOrDefault(id, PolicyChecks.NONE);
    }

    @Override
    public synchronized void update(StoredPolicy policy, int expectedVersion, String note) {
        if (policies.get(policy.id()).versionInt() != expectedVersion) {
            throw new ConflictException("policy " + policy.id() + " was changed");
        }
        refuseTwin(policy);
        put(policy, note);
    }

    @Override
    public void delete(UUID id) {
        policies.remove(id);
    }

    private void refuseTwin(StoredPolicy policy) {
        policies.values().stream()
                .filter(other -> other.hash().equals(policy.hash()))
                .filter(other -> !other.id().equals(policy.id()))
                .findFirst()
                .ifPresent(
                        twin -> {
                            throw new DuplicateException(twin.id());
                        });
    }

    @Override
    public PolicyReading stored(StoredPolicy policy, String document) {
        return read(document, policy.mediaType(), policy.id());
    }

    @Override
    public PolicyReading forSaving(
            String document, String mediaType, UUID self, UpsMeanings meanings) {
        return submitted(document, mediaType, self);
    }

    @Override
    public PolicyReading submitted(String document, String mediaType, UUID self) {
        return formatOne || !document.contains("trigger_group")
                ? read(document, mediaType, self)
                : blocked("/version", "format_1_disabled", "Policy format 1 is not enabled");
    }

    @Override
    public PolicyReading read(String document, String mediaType, UUID self) {
        JsonNode node;
        try {
            node = new YAMLMapper().readTree(document);
        } catch (IOException e) {
            return blocked("", "malformed", "The document cannot be read");
        }
        if (!node.hasNonNull("name")) {
            return blocked("/name", "required", "A name is required");
        }
        String host = node.path("host").asText("lab");
        String verb = node.path("verb").asText("shutdown");
        Policy policy = policy(node, host, verb);
        String behaviour = Integer.toHexString((host + verb).hashCode());
        List<Finding> findings = new ArrayList<>();
        if (verb.equals("explode")) {
            findings.add(
                    new Finding(
                            Severity.ERROR,
                            "compile",
                            "/verb",
                            "unknown_verb",
                            "No such verb",
                            null));
        }
        return new PolicyReading(
                policy,
                findings,
                node.toString(),
                Integer.toHexString(node.toString().hashCode()),
                behaviour,
                "When on battery, " + verb + " on " + host);
    }

    private static Policy policy(JsonNode node, String host, String verb) {
        Trigger trigger =
                new Trigger.InState(
                        new Trigger.UpsScope(List.of(), 1, false),
                        UpsState.OB,
                        Duration.ofSeconds(30),
                        List.of());
        Policy.Action action =
                new Policy.Action(
                        "a1",
                        true,
                        host,
                        "vm.lifecycle",
                        verb,
                        "vm",
                        Selector.NONE,
                        Map.of(),
                        null,
                        0,
                        List.of(),
                        Duration.ZERO,
                        null,
                        List.of(),
                        Policy.Action.OnPowerReturn.FINISH,
                        true);
        return new Policy(
                node.get("name").asText(),
                null,
                node.path("enabled").asBoolean(true),
                node.path("priority").asInt(100),
                false,
                false,
                Policy.Logic.ANY,
                List.of(trigger),
                List.of(),
                List.of(),
                List.of(action),
                Duration.ofMinutes(5),
                Duration.ZERO,
                null,
                List.of(),
                null,
                List.of(),
                null);
    }

    private static PolicyReading blocked(String pointer, String code, String message) {
        Finding finding = new Finding(Severity.BLOCKER, "schema", pointer, code, message, null);
        return new PolicyReading(null, List.of(finding), null, null, null, null);
    }
}
