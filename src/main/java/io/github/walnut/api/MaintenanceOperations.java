package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import io.github.walnut.run.MaintenanceWindow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Windows in which policies only rehearse, or hosts are left alone. */
final class MaintenanceOperations implements Resource {

    /** A window is opened and ended, never edited. */
    private static final int VERSION = 1;

    private final ApiPorts ports;
    private final Actors actors;
    private final Json json;
    private final Pages pages;
    private final Clock clock;

    MaintenanceOperations(ApiPorts ports, Actors actors, Json json, Pages pages, Clock clock) {
        this.ports = ports;
        this.actors = actors;
        this.json = json;
        this.pages = pages;
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "maintenance-list", this::list,
                "maintenance-open", this::open,
                "maintenance-close", this::close);
    }

    private Reply list(Call call) {
        return pages.reply(
                pages.cut(call, ports.maintenance().windows(), window -> window.id().toString()),
                this::write);
    }

    private Reply open(Call call) {
        Instant now = clock.instant();
        Instant starts = call.memberTime("starts_at");
        Instant begin = starts == null ? now : starts;
        Instant until = call.memberTime("until");
        if (!until.isAfter(now) || !until.isAfter(begin)) {
            throw Call.invalid("until", call.member("until"), "a moment to come, after starts_at");
        }
        if (Duration.between(begin, until).compareTo(MaintenanceWindow.LONGEST) > 0) {
            throw Call.invalid("until", call.member("until"), "at most 24 h after starts_at");
        }
        JsonNode scope = call.body().path("scope");
        Set<String> hosts = texts(scope.path("hosts"));
        Set<UUID> policies =
                texts(scope.path("policies")).stream()
                        .map(UUID::fromString)
                        .collect(Collectors.toSet());
        boolean all =
                scope.has("all")
                        ? scope.path("all").asBoolean()
                        : hosts.isEmpty() && policies.isEmpty();
        check(all, hosts, policies);
        MaintenanceWindow window =
                ports.maintenance()
                        .open(
                                new MaintenanceControl.Wish(
                                        begin,
                                        until,
                                        call.member("reason"),
                                        actors.name(call),
                                        all,
                                        hosts,
                                        policies));
        return Reply.created(write(window), "/api/maintenance/" + window.id()).withVersion(VERSION);
    }

    private void check(boolean all, Set<String> hosts, Set<UUID> policies) {
        if (!all && hosts.isEmpty() && policies.isEmpty()) {
            throw new Problem(
                    ProblemCode.INVALID_REQUEST, "scope is empty: expected all, hosts or policies");
        }
        hosts.stream()
                .filter(host -> ports.inventory().host(host).isEmpty())
                .findFirst()
                .ifPresent(
                        host -> {
                            throw new Problem(
                                    ProblemCode.INVALID_REQUEST,
                                    "scope.hosts: no host '" + host + "'");
                        });
        policies.stream()
                .filter(policy -> ports.policies().find(policy).isEmpty())
                .findFirst()
                .ifPresent(
                        policy -> {
                            throw new Problem(
                                    ProblemCode.INVALID_REQUEST,
                                    "scope.policies: no policy " + policy);
                        });
    }

    private Reply close(Call call) {
        UUID id = call.uuid("id");
        if (ports.maintenance().windows().stream().noneMatch(known -> known.id().equals(id))) {
            throw gone(id);
        }
        ETags.check(call, VERSION);
        if (!ports.maintenance().close(id)) {
            throw gone(id);
        }
        return Reply.noContent();
    }

    private static Problem gone(UUID id) {
        return Problem.notFound("maintenance window", id.toString());
    }

    private ObjectNode write(MaintenanceWindow window) {
        ObjectNode node = json.object();
        node.put("id", window.id().toString());
        node.put("starts_at", Json.at(window.startsAt()));
        node.put("until", Json.at(window.until()));
        node.put("reason", window.reason());
        node.put("by", window.by());
        ObjectNode scope = node.putObject("scope");
        scope.put("all", window.all());
        scope.set("hosts", json.texts(window.hosts().stream().sorted().toList()));
        scope.set(
                "policies",
                json.texts(window.policies().stream().map(UUID::toString).sorted().toList()));
        node.put("active", window.active(clock.instant()));
        node.put("version", VERSION);
        return node;
    }

    private static Set<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
    }
}
