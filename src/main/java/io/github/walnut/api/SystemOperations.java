package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.publish.Json;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.UpsState;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The program itself: its health, its version and its global switch. */
final class SystemOperations implements Resource {

    private final ApiConfig config;
    private final ApiPorts ports;
    private final Actors actors;
    private final Readiness readiness;
    private final ModeJson mode;
    private final Json json;
    private final Clock clock;

    SystemOperations(
            ApiConfig config,
            ApiPorts ports,
            Actors actors,
            Readiness readiness,
            Json json,
            Clock clock) {
        this.config = config;
        this.ports = ports;
        this.actors = actors;
        this.readiness = readiness;
        this.mode = new ModeJson(json);
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "system-arm", this::arm,
                "system-disarm", this::disarm,
                "system-status", this::status,
                "system-version", this::version,
                "health-get", this::health,
                "health-live", call -> Reply.ok(json.object().put("status", "UP")),
                "health-ready", this::readyProbe);
    }

    private Reply arm(Call call) {
        if (!"ARM".equals(call.member("confirm"))) {
            throw new Problem(
                    ProblemCode.CONFIRM_REQUIRED,
                    "confirm is '" + call.member("confirm") + "', expected ARM");
        }
        return Reply.ok(armed(ports.arming().set(true, call.member("reason"), actors.name(call))));
    }

    private Reply disarm(Call call) {
        return Reply.ok(armed(ports.arming().set(false, call.member("reason"), actors.name(call))));
    }

    private ObjectNode armed(Arming.State state) {
        ObjectNode node = json.object();
        node.put("armed", state.armed());
        node.put("reason", state.reason());
        node.put("changed_at", Json.at(state.changedAt()));
        node.put("changed_by", state.changedBy());
        List<String> warnings =
                ports.policies().all().stream()
                        .filter(StoredPolicy::armed)
                        .filter(policy -> policy.severity().atLeast(Severity.ERROR))
                        .map(policy -> "Armed policy " + policy.id() + " has errors")
                        .toList();
        node.set("warnings", json.texts(warnings));
        return node;
    }

    private Reply status(Call call) {
        return Reply.ok(state());
    }

    /** How the program fares. */
    ObjectNode state() {
        SystemReads system = ports.system();
        List<SystemReads.Component> components = system.components();
        ObjectNode node = json.object();
        node.put("status", worst(components));
        node.put("started_at", Json.at(system.startedAt()));
        node.put(
                "uptime_seconds",
                Duration.between(system.startedAt(), clock.instant()).toSeconds());
        node.set("mode", mode.write(ports.mode().get()));
        node.set("components", json.array(components, new ComponentJson(json)::write));
        counts(node);
        node.put("instance_id", system.instanceId());
        node.put("epoch", system.epoch());
        return node;
    }

    private void counts(ObjectNode node) {
        var all = ports.ups().all();
        node.putObject("ups")
                .put("total", all.size())
                .put(
                        "on_battery",
                        all.stream().filter(ups -> ups.facts().holds(UpsState.OB)).count())
                .put("unknown", all.stream().filter(ups -> !ups.facts().reachable()).count());
        List<StoredPolicy> policies = ports.policies().all();
        node.putObject("policies")
                .put("enabled", policies.stream().filter(StoredPolicy::enabled).count())
                .put("armed", policies.stream().filter(StoredPolicy::armed).count())
                .put(
                        "invalid",
                        policies.stream()
                                .filter(p -> p.status() == StoredPolicy.Status.INVALID)
                                .count());
        node.putObject("runs").put("active", ports.runs().count(RunFilter.unfinished()));
    }

    private Reply version(Call call) {
        SystemReads.Versions versions = ports.system().versions();
        ObjectNode node = json.object();
        node.put("version", config.version());
        node.put("commit", versions.commit());
        node.put("build_id", config.buildId());
        node.put("built_at", Json.at(versions.builtAt()));
        node.put("java", System.getProperty("java.version"));
        node.put("camel", versions.camel());
        node.put("drools", versions.drools());
        node.put("sqlite", versions.sqlite());
        node.put("time", Json.at(clock.instant()));
        return Reply.ok(node);
    }

    /** A broken part is told with 200, since monitoring goes on; a stuck core is 503. */
    private Reply health(Call call) {
        List<SystemReads.Component> components = ports.system().components();
        SystemMode now = ports.mode().get();
        ObjectNode node = json.object();
        node.put("status", worst(components));
        node.put("service", "walnut");
        node.put("version", config.version());
        node.put(
                "message",
                components.stream()
                        .filter(part -> rank(part) > 0)
                        .map(part -> part.name() + " is " + part.status())
                        .findFirst()
                        .orElse(null));
        node.put("auth_required", true);
        node.put("armed", now.armed());
        node.put("mode", now.live() ? "live" : "dry_run");
        boolean stuck =
                components.stream()
                        .anyMatch(part -> part.name().equals("core_loop") && rank(part) == 2);
        return Reply.ok(node).withStatus(stuck ? 503 : 200);
    }

    private Reply readyProbe(Call call) {
        boolean up = readiness.ready();
        return Reply.ok(json.object().put("status", up ? "UP" : "DOWN")).withStatus(up ? 200 : 503);
    }

    private static String worst(List<SystemReads.Component> components) {
        int worst = components.stream().mapToInt(SystemOperations::rank).max().orElse(0);
        return List.of("ok", "degraded", "error").get(worst);
    }

    private static int rank(SystemReads.Component component) {
        return switch (component.status()) {
            case "error" -> 2;
            case "degraded" -> 1;
            default -> 0;
        };
    }
}
