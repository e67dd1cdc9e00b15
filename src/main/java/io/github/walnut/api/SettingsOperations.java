package io.github.walnut.api;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.config.SettingFault;
import io.github.walnut.config.SettingGroup;
import io.github.walnut.policy.Finding;
import io.github.walnut.publish.Json;
import io.github.walnut.security.Role;
import io.github.walnut.store.AuditScope;
import io.github.walnut.ups.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What administrators set while walNUT runs. */
final class SettingsOperations implements Resource {

    private static final Set<String> SHAPE_FAULTS = Set.of("unknown_key", "type");
    private static final String MQTT = "mqtt";
    private static final String PURGE = "purge";
    private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};

    private final SettingsControl settings;
    private final ProviderTest provider;
    private final ProviderTest broker;
    private final BrokerTopics topics;
    private final ProviderTest hooks;
    private final Actors actors;
    private final PolicyJson findings;
    private final NewChannels channels;
    private final Json json;
    private final ObjectMapper mapper = new ObjectMapper();

    SettingsOperations(ApiPorts ports, Actors actors, Json json) {
        this.provider = ports.providerTest();
        this.broker = ports.brokerTest();
        this.topics = ports.brokerTopics();
        this.hooks = ports.webhooks()::test;
        this.settings = ports.settings();
        this.actors = actors;
        this.json = json;
        this.findings = new PolicyJson(json);
        this.channels =
                new NewChannels(
                        ports.integrations(), new IntegrationDrafts(ports.integrations(), json));
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "settings-list",
                this::list,
                "settings-get",
                this::get,
                "settings-replace",
                call -> change(call, true),
                "settings-update",
                this::update,
                "settings-oidc-test",
                call -> tried(call, provider, "The provider answers"),
                "settings-mqtt-test",
                call -> tried(call, broker, "The broker takes messages"),
                "settings-webhooks-test",
                call -> tried(call, hooks, "Calls of every hook would be taken"));
    }

    private Reply list(Call call) {
        ObjectNode node = json.object();
        node.set(
                "groups",
                json.array(
                        settings.groups().stream().filter(group -> visible(call, group)).toList(),
                        this::write));
        return Reply.ok(node);
    }

    private Reply get(Call call) {
        SettingsControl.Group group = existing(call);
        return Reply.ok(write(group)).withVersion(group.version());
    }

    private Reply tried(Call call, ProviderTest test, String success) {
        Map<String, Object> given =
                call.body() == null ? Map.of() : mapper.convertValue(call.body(), VALUES);
        try {
            List<ProviderTest.Step> steps = test.test(given);
            ProviderTest.Step last = steps.get(steps.size() - 1);
            ObjectNode node = json.object().put("ok", last.ok());
            node.set("steps", json.array(steps, this::write));
            return Reply.ok(node.put("message", last.ok() ? success : last.name() + " failed"));
        } catch (SettingsControl.RefusedException refused) {
            throw refusal(refused.faults());
        } catch (SettingsControl.LockedException locked) {
            throw new Problem(ProblemCode.SETTING_LOCKED, locked.getMessage());
        }
    }

    private ObjectNode write(ProviderTest.Step step) {
        return json.object()
                .put("name", step.name())
                .put("ok", step.ok())
                .put("detail", step.detail());
    }

    /** The one word that is no setting takes effect after all that are. */
    private Reply update(Call call) {
        if (!call.text("group").equals(MQTT) || !call.body().has(PURGE)) {
            return change(call, false);
        }
        if (!call.body().path(PURGE).isBoolean() || !call.body().path(PURGE).booleanValue()) {
            throw refusal(List.of(new SettingFault("/" + PURGE, "type", "purge can only be true")));
        }
        Reply changed = change(call, false);
        try {
            Map<String, Object> diff = new LinkedHashMap<>();
            if (changed.diff() != null) {
                diff.putAll(changed.diff());
            }
            diff.put(PURGE, Map.of("topics", topics.purge()));
            return changed.audited(diff);
        } catch (BrokerTopics.NoBrokerException e) {
            throw new Problem(ProblemCode.CONFLICT, e.getMessage());
        } catch (BrokerTopics.RefusedException e) {
            throw new Problem(ProblemCode.TARGET_FAILED, e.getMessage());
        }
    }

    private Reply change(Call call, boolean whole) {
        SettingsControl.Group before = existing(call);
        ETags.check(call, before.version());
        Integer version = "*".equals(call.text("If-Match").trim()) ? null : before.version();
        try {
            SettingsControl.Changed changed =
                    change(before, values(call, whole), whole, version, call);
            ObjectNode answer = write(changed.group());
            if (!changed.made().isEmpty()) {
                answer.set("secrets", json.tree(changed.made()));
            }
            return Reply.ok(answer)
                    .withVersion(changed.group().version())
                    .audited(changed.diff().isEmpty() ? null : changed.diff());
        } catch (SettingsControl.RefusedException refused) {
            throw refusal(refused.faults());
        } catch (SettingsControl.LockedException locked) {
            throw new Problem(ProblemCode.SETTING_LOCKED, locked.getMessage());
        } catch (SettingsControl.StaleException stale) {
            throw new Problem(ProblemCode.VERSION_MISMATCH, stale.getMessage())
                    .with("current_version", stale.version());
        }
    }

    /** What is made on the way is made only when the rest is right, and is told with it. */
    private SettingsControl.Changed change(
            SettingsControl.Group group,
            Map<String, Object> given,
            boolean whole,
            Integer version,
            Call call) {
        String actor = actors.name(call);
        if (!group.name().equals(SettingGroup.NOTIFICATIONS.word())) {
            return settings.change(group.name(), given, whole, version, actor);
        }
        NewChannels.Split split = channels.split(given);
        if (!split.drafts().isEmpty()) {
            AuditScope.tell(split.diff(group.values()));
        }
        return channels.make(
                split.drafts(),
                actor,
                () -> settings.change(group.name(), split.values(), whole, version, actor));
    }

    private Map<String, Object> values(Call call, boolean whole) {
        Map<String, Object> values = mapper.convertValue(call.body(), VALUES);
        if (!whole && call.text("group").equals(MQTT)) {
            values.remove(PURGE);
        }
        return values;
    }

    private static Problem refusal(List<SettingFault> faults) {
        boolean shape = faults.stream().anyMatch(fault -> SHAPE_FAULTS.contains(fault.code()));
        return new Problem(
                        shape ? ProblemCode.INVALID_REQUEST : ProblemCode.VALIDATION,
                        faults.get(0).message())
                .withErrors(findings(faults, Severity.ERROR));
    }

    private static List<Finding> findings(List<SettingFault> faults, Severity severity) {
        return faults.stream()
                .map(
                        fault ->
                                new Finding(
                                        severity,
                                        "schema",
                                        fault.pointer(),
                                        fault.code(),
                                        fault.message(),
                                        null))
                .toList();
    }

    /** A group that the caller may not see is none for him. */
    private SettingsControl.Group existing(Call call) {
        String name = call.text("group");
        return settings.group(name)
                .filter(group -> visible(call, group))
                .orElseThrow(() -> Problem.notFound("group of settings", name));
    }

    private static boolean visible(Call call, SettingsControl.Group group) {
        return !group.forAdmins() || call.principal().role().includes(Role.ADMIN);
    }

    private ObjectNode write(SettingsControl.Group group) {
        ObjectNode node = json.object();
        node.put("name", group.name());
        node.put("version", group.version());
        node.set("values", json.tree(group.values()));
        node.set("origin", json.tree(group.origin()));
        node.set("locked", json.texts(group.locked()));
        node.set("restart_required", json.texts(group.restartRequired()));
        node.set(
                "findings",
                findings.findings(findings(settings.advice(group.name()), Severity.WARN)));
        return node;
    }
}
