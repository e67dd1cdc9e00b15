package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.PolicyChecks;
import io.github.walnut.policy.PolicyEdits;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.publish.Json;
import io.github.walnut.ups.Severity;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Letting policies match, and letting them act. */
final class PolicySwitchOperations implements Resource {

    private final PolicyStore store;
    private final PolicyReader reader;
    private final PolicyPreflights preflights;
    private final PolicyViews views;
    private final Actors actors;
    private final Clock clock;

    PolicySwitchOperations(ApiPorts ports, Actors actors, Json json, Clock clock) {
        this.store = ports.policies();
        this.reader = ports.policyReader();
        this.preflights = ports.preflights();
        this.views = new PolicyViews(ports, json);
        this.actors = actors;
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "policy-enable", this::enable,
                "policy-disable", this::disable,
                "policy-arm", this::arm,
                "policy-disarm", this::disarm);
    }

    private Reply enable(Call call) {
        StoredPolicy policy = PolicyOperations.existing(store, call);
        if (views.destructive(policy)) {
            Gate.requireFresh(call.principal(), clock);
        }
        PolicyReading reading = requireNoErrors(policy);
        return save(call, policy, PolicyEdits.enabled(policy, reading, edit(call)));
    }

    private Reply disable(Call call) {
        StoredPolicy policy = PolicyOperations.existing(store, call);
        return save(call, policy, PolicyEdits.disabled(policy, edit(call)));
    }

    private Reply arm(Call call) {
        StoredPolicy policy = PolicyOperations.existing(store, call);
        PolicyReading reading = requireNoErrors(policy);
        if (!policy.policy().name().equals(call.member("confirm"))) {
            throw new Problem(
                    ProblemCode.CONFIRM_REQUIRED,
                    "confirm is '"
                            + call.member("confirm")
                            + "', expected the policy's name '"
                            + policy.policy().name()
                            + "'");
        }
        int targets = views.targets(policy);
        requireNumber(call, reading, targets);
        requirePreflight(call, policy);
        return save(call, policy, PolicyEdits.armed(policy, targets, edit(call)));
    }

    /** Whoever arms for many targets says how many. */
    private static void requireNumber(Call call, PolicyReading reading, int targets) {
        boolean large =
                reading.findings().stream()
                        .anyMatch(finding -> finding.code().equals("large_selection"));
        JsonNode given = call.body().path("targets");
        if (large && given.asInt(-1) != targets || given.isInt() && given.asInt() != targets) {
            throw new Problem(
                            ProblemCode.CONFIRM_REQUIRED,
                            "targets is "
                                    + given
                                    + ", expected "
                                    + targets
                                    + ": so many it selects now")
                    .with("targets", targets);
        }
    }

    private void requirePreflight(Call call, StoredPolicy policy) {
        PolicyChecks.Preflight last = store.checks(policy.id()).lastPreflight();
        PolicyChecks.Preflight good =
                last != null && last.covers(policy, clock.instant())
                        ? last
                        : preflights.run(policy, actors.name(call));
        List<Finding> errors = errors(good.findings());
        if (!errors.isEmpty()) {
            throw new Problem(
                            ProblemCode.POLICY_NOT_ENABLEABLE,
                            "The preflight found "
                                    + errors.size()
                                    + " error(s), first: "
                                    + errors.get(0).message())
                    .withErrors(errors);
        }
    }

    private static List<Finding> errors(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.severity().atLeast(Severity.ERROR))
                .toList();
    }

    private Reply disarm(Call call) {
        StoredPolicy policy = PolicyOperations.existing(store, call);
        return save(call, policy, PolicyEdits.disarmed(policy, edit(call)));
    }

    /** The inventory may have changed since the policy was saved, so it is checked anew. */
    private PolicyReading requireNoErrors(StoredPolicy policy) {
        PolicyReading reading = reader.stored(policy);
        List<Finding> errors = errors(reading.findings());
        if (!errors.isEmpty() || policy.policy() == null) {
            throw new Problem(
                            ProblemCode.POLICY_NOT_ENABLEABLE,
                            "The policy has " + errors.size() + " error(s)")
                    .withErrors(errors);
        }
        return reading;
    }

    private Reply save(Call call, StoredPolicy before, StoredPolicy after) {
        try {
            store.update(after, before.versionInt(), call.member("reason"));
        } catch (PolicyStore.ConflictException raced) {
            throw new Problem(ProblemCode.CONFLICT, raced.getMessage());
        }
        return Reply.ok(views.write(after, true)).withVersion(after.versionInt());
    }

    private PolicyEdits.Edit edit(Call call) {
        return new PolicyEdits.Edit(actors.name(call), clock.instant());
    }
}
