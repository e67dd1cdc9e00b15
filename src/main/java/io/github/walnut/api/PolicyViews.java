package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.PolicySummary;
import io.github.walnut.policy.PolicyTargets;
import io.github.walnut.policy.PolicyUps;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.json.CompiledForm;
import io.github.walnut.publish.Json;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Run;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Gathers what is shown of a policy beside its record. */
final class PolicyViews {

    private final ApiPorts ports;
    private final PolicyJson policyJson;

    PolicyViews(ApiPorts ports, Json json) {
        this.ports = ports;
        this.policyJson = new PolicyJson(json);
    }

    ObjectNode write(StoredPolicy stored, boolean withDocument) {
        Run lastRun = ports.runs().last(stored.id()).orElse(null);
        return policyJson.write(
                stored,
                new PolicyJson.Surroundings(
                        ports.arming().state().armed(),
                        destructive(stored),
                        stored.policy() == null ? null : targets(stored),
                        summary(stored),
                        ports.policies().checks(stored.id()),
                        lastRun,
                        ports.decisions().dueAt(stored.id()).orElse(null),
                        suppressedUntil(stored, lastRun)),
                withDocument);
    }

    /**
     * The answer to another document, which may have disarmed.
     *
     * @param findings of {@link PolicyReplacement#save}
     */
    ObjectNode writeReplaced(StoredPolicy after, List<Finding> findings) {
        ObjectNode node = write(after, true);
        node.set("findings", policyJson.findings(findings));
        return node.put("disarmed", PolicyReplacement.disarmed(findings));
    }

    /** The answer to a check of a document. */
    ObjectNode validation(PolicyReading reading) {
        return policyJson.validation(
                reading,
                reading.blocked()
                        ? null
                        : new CompiledForm(reading.policy(), ports.inventory())
                                .tree(null, null, reading));
    }

    /** As {@link #validation}, of a stored one. */
    ObjectNode validation(StoredPolicy stored, PolicyReading reading) {
        return policyJson.validation(
                reading,
                reading.blocked()
                        ? null
                        : new CompiledForm(reading.policy(), ports.inventory())
                                .tree(stored.id(), stored.versionInt(), reading));
    }

    PolicyJson json() {
        return policyJson;
    }

    /**
     * Whether some verb of it stops something; a verb that nobody knows counts as one that does.
     */
    boolean destructive(StoredPolicy stored) {
        return stored.policy() != null
                && stored.policy().actions().stream().anyMatch(this::disruptive);
    }

    /** Whether what happens to a UPS, given by id or bare name, can make it act. */
    boolean listens(StoredPolicy stored, String ups) {
        return stored.policy() != null
                && new PolicyUps(ports.inventory()).listens(stored.policy(), ups);
    }

    /** Whether an action of it names the host, by id or number. */
    boolean acts(StoredPolicy stored, String host) {
        String id = id(host);
        return PolicyJson.hosts(stored.policy()).stream().map(this::id).anyMatch(id::equals);
    }

    private String id(String host) {
        return ports.inventory().host(host).map(Host::id).orElse(host);
    }

    /** How many targets it would act on now. */
    int targets(StoredPolicy stored) {
        return new PolicyTargets(ports.inventory()).of(stored.policy()).size();
    }

    /** Runs of the policy that are not over. */
    List<Journal.Entry> openRuns(UUID policyId) {
        return ports.runs().page(RunFilter.unfinished(), null, 500).items().stream()
                .filter(entry -> policyId.equals(entry.run().policyId()))
                .toList();
    }

    private boolean disruptive(Policy.Action action) {
        Inventory inventory = ports.inventory();
        return inventory.capabilities(action.hostId()).stream()
                .filter(capability -> capability.id().equals(action.capability()))
                .map(capability -> capability.verbs().get(action.verb()))
                .filter(java.util.Objects::nonNull)
                .map(Capability.Verb::disruptive)
                .findFirst()
                .orElse(true);
    }

    private static String summary(StoredPolicy stored) {
        return stored.policy() == null ? null : new PolicySummary(stored.policy()).text();
    }

    private static Instant suppressedUntil(StoredPolicy stored, Run lastRun) {
        return stored.policy() == null || lastRun == null || lastRun.firstDispatchAt() == null
                ? null
                : lastRun.createdAt().plus(stored.policy().suppression());
    }
}
