package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.Locations;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyEdits;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.PolicyUps;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.publish.Json;
import io.github.walnut.publish.UpsView;
import io.github.walnut.run.Journal;
import io.github.walnut.run.RehearsalRow;
import io.github.walnut.run.Step;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Severity;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What policies would do now, stored ones and documents that are not. */
final class PolicyDryRunOperations implements Resource {

    private final ApiPorts ports;
    private final Actors actors;
    private final DryRunJson dryRunJson;
    private final Clock clock;

    PolicyDryRunOperations(ApiPorts ports, Actors actors, Json json, Clock clock) {
        this.ports = ports;
        this.actors = actors;
        this.dryRunJson = new DryRunJson(json);
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("policy-dry-run", this::stored, "policy-test", this::unsaved);
    }

    private Reply stored(Call call) {
        StoredPolicy policy = PolicyOperations.existing(ports.policies(), call);
        if (policy.policy() == null) {
            throw new Problem(ProblemCode.CONFLICT, "The document of the policy no longer reads");
        }
        boolean refresh = call.body() == null || call.body().path("refresh").asBoolean(true);
        return dryRun(call, policy, ups(call), refresh);
    }

    private Reply unsaved(Call call) {
        PolicyReading reading =
                PolicyOperations.unblocked(
                        ports.policyReader()
                                .submitted(PolicyOperations.bounded(call), call.mediaType(), null));
        StoredPolicy policy =
                PolicyEdits.create(
                        null,
                        reading,
                        call.document(),
                        call.mediaType(),
                        true,
                        new PolicyEdits.Edit(actors.name(call), clock.instant()));
        return dryRun(call, policy, call.text("ups_id"), true);
    }

    private Reply dryRun(Call call, StoredPolicy policy, String named, boolean refresh) {
        List<UpsView> ups =
                named == null
                        ? heard(policy.policy())
                        : List.of(new UpsNames(ports.ups()).find(named));
        String upsId = ups.size() == 1 ? ups.get(0).facts().upsId() : null;
        Journal.Entry entry = ports.dryRuns().run(policy, upsId, refresh, actors.name(call));
        refuseMisfits(policy, entry);
        DecisionReads.Prospect prospect = ports.decisions().prospect(policy, upsId);
        ObjectNode answer =
                dryRunJson.write(
                        policy,
                        entry,
                        prospect,
                        ups,
                        ports.dryRuns().callsInFlight(),
                        ports.dryRuns().times());
        return Reply.ok(answer);
    }

    /** By name, or as the subject of a stored event. */
    private String ups(Call call) {
        String event = call.member("event");
        if (event == null || call.member("ups_id") != null) {
            return call.member("ups_id");
        }
        Event found =
                ports.events()
                        .find(UUID.fromString(event))
                        .map(EventReads.Noted::event)
                        .orElseThrow(() -> Problem.notFound("event", event));
        return found.subject().kind().equals("ups") ? found.subject().id() : null;
    }

    /** Every UPS that can make the policy act. */
    private List<UpsView> heard(Policy policy) {
        PolicyUps listening = new PolicyUps(ports.inventory());
        return ports.ups().all().stream()
                .filter(ups -> listening.listens(policy, ups.facts().upsId()))
                .toList();
    }

    /** An action of which the driver says that it is none of its kind cannot be tried at all. */
    private void refuseMisfits(StoredPolicy policy, Journal.Entry entry) {
        Locations locations = ports.policyReader().stored(policy).locations();
        List<String> actions = policy.policy().actions().stream().map(Policy.Action::id).toList();
        List<Finding> misfits = new ArrayList<>();
        for (Step step : entry.steps()) {
            RehearsalRow row = RehearsalRow.of(step);
            if (row.misfit()) {
                misfits.add(
                        new Finding(
                                Severity.ERROR,
                                "preflight",
                                locations.action(actions.indexOf(step.actionId()), "params"),
                                "driver_mismatch",
                                step.target().hostId() + ": " + row.reason(),
                                null));
            }
        }
        if (!misfits.isEmpty()) {
            throw new Problem(ProblemCode.DRIVER_MISMATCH, misfits.get(0).message())
                    .withErrors(misfits)
                    .with("transcript_id", entry.run().id().toString());
        }
    }
}
