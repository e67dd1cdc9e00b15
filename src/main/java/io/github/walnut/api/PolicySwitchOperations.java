package io.github.walnut.api;

import io.github.walnut.policy.Finding;
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
    private final PolicyViews views;
    private final Actors actors;
    private final Clock clock;

    PolicySwitchOperations(ApiPorts ports, Actors actors, Json json, Clock clock) {
        this.store = ports.policies();
        this.reader = ports.policyReader();
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
        requireNoErrors(policy);
        return save(call, policy, PolicyEdits.enabled(policy, edit(call)));
    }

    private Reply disable(Call call) {
        StoredPolicy policy = PolicyOperations.existing(store, call);
        return save(call, policy, PolicyEdits.disabled(policy, edit(call)));
    }

    private Reply arm(Call call) {
        StoredPolicy policy = PolicyOperations.existing(store, call);
        requireNoErrors(policy);
        if (!policy.policy().name().equals(call.member("confirm"))) {
            throw new Problem(
                    ProblemCode.CONFIRM_REQUIRED,
                    "confirm is '"
                            + call.member("confirm")
                            + "', expected the policy's name '"
                            + policy.policy().name()
                            + "'");
        }
        return save(call, policy, PolicyEdits.armed(policy, views.targets(policy), edit(call)));
    }

    private Reply disarm(Call call) {
        StoredPolicy policy = PolicyOperations.existing(store, call);
        return save(call, policy, PolicyEdits.disarmed(policy, edit(call)));
    }

    /** The inventory may have changed since the policy was saved, so it is checked anew. */
    private void requireNoErrors(StoredPolicy policy) {
        PolicyReading reading = reader.read(policy.document(), policy.mediaType(), policy.id());
        List<Finding> errors =
                reading.findings().stream()
                        .filter(finding -> finding.severity().atLeast(Severity.ERROR))
                        .toList();
        if (!errors.isEmpty() || policy.policy() == null) {
            throw new Problem(
                            ProblemCode.POLICY_NOT_ENABLEABLE,
                            "The policy has " + errors.size() + " error(s)")
                    .withErrors(errors);
        }
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
