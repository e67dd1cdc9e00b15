package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.inventory.Host;
import io.github.walnut.publish.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Connected systems. */
final class IntegrationOperations implements Resource {

    private final ApiPorts ports;
    private final Integrations integrations;
    private final Actors actors;
    private final HostJson hostJson;
    private final Pages pages;
    private final Json json;
    private final Clock clock;
    private final IntegrationDrafts drafts;
    private final TestJson tests;

    IntegrationOperations(ApiPorts ports, Actors actors, Json json, Pages pages, Clock clock) {
        this.ports = ports;
        this.integrations = ports.integrations();
        this.actors = actors;
        this.hostJson = new HostJson(ports, json);
        this.pages = pages;
        this.json = json;
        this.clock = clock;
        this.drafts = new IntegrationDrafts(ports.integrations(), json);
        this.tests = new TestJson(json);
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "integration-types-list", this::types,
                "integrations-list", this::list,
                "integration-create", this::create,
                "integration-update", this::update,
                "integration-test-draft", this::testDraft,
                "integration-get", this::get,
                "integration-delete", this::delete,
                "integration-test", this::test,
                "integration-health", this::health,
                "integration-trust", this::trust);
    }

    private Reply types(Call call) {
        return pages.reply(pages.cut(call, integrations.types(), IntegrationType::id), this::write);
    }

    private Reply list(Call call) {
        return pages.reply(
                pages.cut(call, integrations.all(), connected -> connected.host().id()),
                hostJson::integration);
    }

    private Reply get(Call call) {
        Integrations.Connected connected = existing(integrations, call);
        return Reply.ok(hostJson.integration(connected)).withVersion(connected.version());
    }

    private Reply create(Call call) {
        Integrations.Draft draft = drafts.made(call.body());
        drafts.refuseTaken(draft, null);
        drafts.check(draft);
        if (call.flag("test")) {
            tests.requirePassed(integrations.test(draft));
        }
        Integrations.Connected made = integrations.create(draft, actors.name(call));
        return Reply.created(hostJson.integration(made), "/api/integrations/" + made.host().id())
                .withVersion(made.version());
    }

    private Reply update(Call call) {
        Integrations.Connected before = existing(integrations, call);
        ETags.check(call, before.version());
        Integrations.Draft draft = drafts.changed(before.host(), call.body());
        drafts.refuseTaken(draft, before.host().id());
        drafts.check(draft);
        boolean tested = call.flag("test");
        if (tested) {
            tests.requirePassed(integrations.test(draft));
        }
        Integrations.Connected now =
                integrations.update(draft, before.version(), tested, actors.name(call));
        return Reply.ok(hostJson.integration(now)).withVersion(now.version());
    }

    private Reply testDraft(Call call) {
        Integrations.Draft draft = drafts.tried(call.body());
        drafts.check(draft);
        return Reply.ok(tests.write(integrations.test(draft)));
    }

    private Reply delete(Call call) {
        Integrations.Connected connected = existing(integrations, call);
        ETags.check(call, connected.version());
        String id = connected.host().id();
        refuseOwing(id);
        List<String> policies = hostJson.protectedBy(id);
        if (!policies.isEmpty() && !call.flag("force")) {
            throw new Problem(
                            ProblemCode.IN_USE,
                            "'" + id + "' is named by " + policies.size() + " policies")
                    .with("policy_ids", policies);
        }
        integrations.delete(id, actors.name(call));
        return Reply.noContent();
    }

    /** Without the host nothing would start again what was stopped on it. */
    private void refuseOwing(String id) {
        long owed = owed(id);
        if (owed > 0) {
            throw new Problem(
                            ProblemCode.IN_USE,
                            "'" + id + "' is owed " + owed + " starts; restore or dismiss them")
                    .with("obligations", owed);
        }
    }

    private long owed(String id) {
        return ports.obligations().owed().stream()
                .filter(what -> what.obligation().target().hostId().equals(id))
                .count();
    }

    private Reply test(Call call) {
        return Reply.ok(tests.write(integrations.test(existing(integrations, call).host().id())));
    }

    private Reply health(Call call) {
        Host host = existing(integrations, call).host();
        Instant to = call.time("to") == null ? clock.instant() : call.time("to");
        Instant from = call.time("from") == null ? to.minus(Duration.ofDays(1)) : call.time("from");
        if (!from.isBefore(to)) {
            throw new Problem(
                    ProblemCode.INVALID_PARAMETER, "from is " + from + ", expected before " + to);
        }
        return Reply.ok(
                new HealthJson(json, clock)
                        .write(host, ports.health().of(host.id(), from, to), owed(host.id())));
    }

    private Reply trust(Call call) {
        String id = existing(integrations, call).host().id();
        String fingerprint = call.member("fingerprint");
        if (!integrations.trust(id, fingerprint, actors.name(call))) {
            throw new Problem(
                    ProblemCode.CONFLICT,
                    "The last test of '" + id + "' did not see " + fingerprint);
        }
        return Reply.ok(hostJson.integration(existing(integrations, call)));
    }

    static Integrations.Connected existing(Integrations integrations, Call call) {
        String id = call.text("id");
        return integrations.find(id).orElseThrow(() -> Problem.notFound("integration", id));
    }

    private ObjectNode write(IntegrationType type) {
        ObjectNode node = json.object();
        node.put("id", type.id());
        node.put("name", type.name());
        node.put("version", type.version());
        node.put("category", type.category());
        node.put("origin", type.builtIn() ? "built-in" : "uploaded");
        node.put("status", type.status());
        node.set(
                "errors",
                json.array(type.errors(), message -> json.object().put("message", message)));
        node.set("capabilities", json.array(type.capabilities(), hostJson::capability));
        node.set("connection_schema", json.tree(type.connectionSchema()));
        node.set("defaults", json.tree(type.defaults()));
        node.set("discovery", json.tree(type.discovery()));
        node.put("sha256", type.sha256());
        node.put(
                "instances",
                ports.integrations().all().stream()
                        .filter(connected -> connected.host().typeId().equals(type.id()))
                        .count());
        return node;
    }
}
