package io.github.walnut.app;

import io.github.walnut.api.PolicyPreflights;
import io.github.walnut.dispatch.NamedThreads;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.Findings;
import io.github.walnut.policy.Locations;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyChecks;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.run.Journal;
import io.github.walnut.run.RehearsalRow;
import io.github.walnut.run.Step;
import io.github.walnut.store.AuditScope;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;

/**
 * Rehearses policies and tests their hosts: reachability, trust, login, rights. What the test of a
 * host finds stands for all of its targets. An error that was not there the last time is told.
 */
final class Preflights implements PolicyPreflights, AutoCloseable {

    private static final String PHASE = "preflight";
    private static final int HOSTS_AT_ONCE = 8;

    private final ExecutorService threads = NamedThreads.pool(HOSTS_AT_ONCE, "preflight");
    private final DryRuns dryRuns;
    private final Policies policies;
    private final PolicyCheck check;
    private final Inventory inventory;
    private final Function<Host, Optional<HostTrouble>> tester;
    private final PolicyEvents events;
    private final Clock clock;

    /**
     * What is wrong with a host.
     *
     * @param severity error when it cannot be used
     * @param code class of the error, for example {@code unauthenticated}
     */
    record HostTrouble(Severity severity, String code, String message) {}

    Preflights(
            DryRuns dryRuns,
            Policies policies,
            PolicyCheck check,
            Inventory inventory,
            Function<Host, Optional<HostTrouble>> tester,
            PolicyEvents events,
            Clock clock) {
        this.dryRuns = dryRuns;
        this.policies = policies;
        this.check = check;
        this.inventory = inventory;
        this.tester = tester;
        this.events = events;
        this.clock = clock;
    }

    /** Of every policy that is enabled, one after the other. */
    void ofAllEnabled() {
        policies.all().stream()
                .filter(policy -> policy.enabled() && policy.policy() != null)
                .forEach(policy -> run(policy, "system"));
    }

    @Override
    public PolicyChecks.Preflight run(StoredPolicy policy, String actor) {
        return AuditScope.apart(() -> made(policy, actor));
    }

    private PolicyChecks.Preflight made(StoredPolicy policy, String actor) {
        Map<String, CompletableFuture<Optional<HostTrouble>>> tests = tests(policy.policy());
        Journal.Entry rehearsal = dryRuns.run(policy, null, true, actor);
        Findings found = new Findings();
        Locations locations = check.stored(policy).locations();
        Map<String, HostTrouble> troubled = new LinkedHashMap<>();
        tests.forEach((host, test) -> test.join().ifPresent(why -> troubled.put(host, why)));
        List<Policy.Action> actions = policy.policy().actions();
        for (int i = 0; i < actions.size(); i++) {
            Policy.Action action = actions.get(i);
            HostTrouble trouble = action.enabled() ? troubled.get(hostId(action)) : null;
            if (trouble != null) {
                found.addAll(List.of(finding(trouble, locations.action(i, "host"))));
            }
            if (trouble == null || !trouble.severity().atLeast(Severity.ERROR)) {
                found.addAll(rows(rehearsal, action, locations.action(i, "params")));
            }
        }
        PolicyChecks.Preflight result =
                new PolicyChecks.Preflight(
                        clock.now(),
                        policy.behaviourHash(),
                        worst(rehearsal, found.sorted()),
                        found.sorted());
        tellNews(policy, result);
        policies.preflown(policy.id(), result);
        return result;
    }

    private Map<String, CompletableFuture<Optional<HostTrouble>>> tests(Policy policy) {
        Map<String, CompletableFuture<Optional<HostTrouble>>> tests = new LinkedHashMap<>();
        policy.actions().stream()
                .filter(Policy.Action::enabled)
                .flatMap(action -> inventory.host(action.hostId()).stream())
                .forEach(
                        host ->
                                tests.computeIfAbsent(
                                        host.id(),
                                        id ->
                                                CompletableFuture.supplyAsync(
                                                        () -> tester.apply(host), threads)));
        return tests;
    }

    private String hostId(Policy.Action action) {
        return inventory.host(action.hostId()).map(Host::id).orElse(action.hostId());
    }

    private static Finding finding(HostTrouble trouble, String pointer) {
        return new Finding(
                trouble.severity(), PHASE, pointer, trouble.code(), trouble.message(), null);
    }

    private static List<Finding> rows(
            Journal.Entry rehearsal, Policy.Action action, String pointer) {
        return rehearsal.steps().stream()
                .filter(step -> step.actionId().equals(action.id()))
                .filter(step -> RehearsalRow.of(step).severity().atLeast(Severity.ERROR))
                .map(step -> finding(step, pointer))
                .distinct()
                .toList();
    }

    private static Finding finding(Step step, String pointer) {
        RehearsalRow row = RehearsalRow.of(step);
        String code = row.errorClass() == null ? row.reason() : row.errorClass();
        String where = step.target().hostId() + "/" + step.target().id() + ": ";
        return new Finding(Severity.ERROR, PHASE, pointer, code, where + row.reason(), null);
    }

    private static Severity worst(Journal.Entry rehearsal, List<Finding> findings) {
        return findings.stream()
                .map(Finding::severity)
                .reduce(rehearsal.run().severity(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }

    private void tellNews(StoredPolicy policy, PolicyChecks.Preflight now) {
        PolicyChecks.Preflight last = policies.checks(policy.id()).lastPreflight();
        List<Finding> known = last == null ? List.of() : last.findings();
        now.findings().stream()
                .filter(finding -> finding.severity().atLeast(Severity.ERROR))
                .filter(finding -> !known.contains(finding))
                .forEach(finding -> events.preflightFailed(policy, finding));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
