package io.github.walnut.api;

import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.publish.Json;
import io.github.walnut.publish.RunJson;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Run;
import io.github.walnut.run.Step;
import io.github.walnut.security.Role;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;

/** Runs that a person starts: of a policy, or of a step that failed. */
final class ManualRunOperations implements Resource {

    private final ApiPorts ports;
    private final Actors actors;
    private final RunJson runJson;
    private final Clock clock;

    ManualRunOperations(ApiPorts ports, Actors actors, Json json, Clock clock) {
        this.ports = ports;
        this.actors = actors;
        this.runJson = new RunJson(json);
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("policy-run", this::start, "run-step-retry", this::retry);
    }

    private Reply start(Call call) {
        StoredPolicy policy = PolicyOperations.existing(ports.policies(), call);
        Run.Mode mode = "live".equals(call.member("mode")) ? Run.Mode.LIVE : Run.Mode.DRY_RUN;
        if (mode == Run.Mode.LIVE) {
            Gate.requireRole(call.principal(), Role.ADMIN);
            Gate.requireFresh(call.principal(), clock);
        }
        UUID id =
                RunControlOperations.allowed(
                        () ->
                                ports.manualRuns()
                                        .start(
                                                policy,
                                                new ManualRuns.Wish(
                                                        mode,
                                                        ups(call.member("ups_id")),
                                                        call.member("reason"),
                                                        call.yes("force")),
                                                actors.name(call)));
        return begun(id);
    }

    private String ups(String named) {
        return named == null ? null : new UpsNames(ports.ups()).find(named).facts().upsId();
    }

    private Reply retry(Call call) {
        UUID run = call.uuid("id");
        UUID step = call.uuid("step_id");
        Journal.Entry entry =
                ports.runs().find(run).orElseThrow(() -> Problem.notFound("run", run.toString()));
        Step failed =
                entry.steps().stream()
                        .filter(known -> known.id().equals(step))
                        .findFirst()
                        .orElseThrow(() -> Problem.notFound("step", step.toString()));
        return begun(
                RunControlOperations.allowed(
                        () ->
                                ports.runControl()
                                        .retry(
                                                entry.run(),
                                                failed,
                                                call.member("reason"),
                                                call.member("confirm"),
                                                actors.name(call))));
    }

    private Reply begun(UUID id) {
        Journal.Entry entry = ports.runs().find(id).orElseThrow();
        return Reply.begun(runJson.write(entry.run(), entry.steps()));
    }
}
