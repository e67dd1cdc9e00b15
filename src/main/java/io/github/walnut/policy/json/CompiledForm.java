package io.github.walnut.policy.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.SelectorResolver;
import io.github.walnut.inventory.Target;
import io.github.walnut.policy.Condition;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.Policy.Action;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.Trigger;
import io.github.walnut.ups.UpsState;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A policy as it is carried out: durations in seconds, states as flag and word, targets resolved.
 * Deterministic: same document and inventory, same bytes, {@code resolved_at} excepted.
 */
public final class CompiledForm {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private final Policy policy;
    private final Inventory inventory;
    private final SelectorResolver selectors;

    /**
     * @param policy with the names of its hosts' types filled in
     */
    public CompiledForm(Policy policy, Inventory inventory) {
        this.policy = policy;
        this.inventory = inventory;
        this.selectors = new SelectorResolver(inventory);
    }

    /**
     * @param id null for a document that is not stored
     * @param version null for a document that is not stored
     */
    public JsonNode tree(UUID id, Integer version, PolicyReading reading) {
        return tree(id, version, reading.hash(), reading.behaviourHash());
    }

    public JsonNode tree(UUID id, Integer version, String hash, String behaviourHash) {
        List<Map<String, Object>> plan = policy.actions().stream().map(this::action).toList();
        Map<String, Object> ir = new LinkedHashMap<>();
        ir.put("policy_id", id == null ? null : id.toString());
        ir.put("name", policy.name());
        ir.put("hash", hash);
        ir.put("behaviour_hash", behaviourHash);
        ir.put("version_int", version);
        ir.put("priority", policy.priority());
        ir.put("stop_on_match", policy.stopOnMatch());
        ir.put("dynamic_resolution", policy.dynamicResolution());
        ir.put("match", match());
        ir.put("targets", shared(plan));
        ir.put("plan", plan);
        ir.put("windows", windows());
        ir.put("safeties", safeties());
        ir.put("recovery", policy.recovery() == null ? null : recovery());
        return JSON.valueToTree(CodePointOrder.of(ir));
    }

    private Map<String, Object> match() {
        Map<String, Object> group = new LinkedHashMap<>();
        group.put("logic", policy.logic().name());
        group.put("triggers", policy.triggers().stream().map(CompiledForm::trigger).toList());
        Map<String, Object> match = new LinkedHashMap<>();
        match.put("trigger_group", group);
        match.put("conditions", policy.all().stream().map(CompiledForm::condition).toList());
        match.put("any", policy.any().stream().map(CompiledForm::condition).toList());
        return match;
    }

    private static Map<String, Object> trigger(Trigger trigger) {
        Map<String, Object> map = new LinkedHashMap<>();
        Trigger.UpsScope ups = trigger.ups();
        map.put("ups", ups.feeds() ? "feeds" : ups.names());
        map.put("at_least", ups.atLeast());
        map.put("include_tests", ups.includeTests());
        if (trigger instanceof Trigger.InState in) {
            map.put("type", "ups.state");
            state(map, "equals", "flag", in.state());
            map.put("cause", in.causes());
            map.put("for_s", seconds(in.holdFor()));
        } else if (trigger instanceof Trigger.Transition transition) {
            map.put("type", "status_transition");
            state(map, "from", "from_flag", transition.from());
            state(map, "to", "to_flag", transition.to());
            map.put("stable_for_s", seconds(transition.stableFor()));
        } else if (trigger instanceof Trigger.Threshold limit) {
            map.put("type", "metric.threshold");
            map.put("metric", limit.field());
            map.put("op", limit.op().sign());
            map.put("value", PlainValue.number(limit.value()));
            map.put("for_s", seconds(limit.holdFor()));
        } else if (trigger instanceof Trigger.At timer) {
            map.put("type", "timer.at");
            map.put("schedule", CanonicalForm.schedule(timer.schedule()));
        } else if (trigger instanceof Trigger.After timer) {
            map.put("type", "timer.after");
            state(map, "equals", "flag", timer.state());
            map.put("webhook", timer.webhook());
            map.put("after_s", seconds(timer.after()));
        } else if (trigger instanceof Trigger.Webhook webhook) {
            map.put("type", "webhook.custom");
            map.put("name", webhook.name());
            map.put("match", new TreeMap<>(webhook.match()));
            map.put("valid_for_s", seconds(webhook.validFor()));
        }
        return map;
    }

    private static void state(Map<String, Object> map, String word, String flag, UpsState state) {
        map.put(word, state == null ? null : state.word());
        map.put(flag, state == null ? null : state.name());
    }

    private static Map<String, Object> condition(Condition condition) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("scope", word(condition.scope()));
        map.put("field", condition.field());
        map.put("op", condition.op().sign());
        Object value = condition.value();
        map.put("value", value instanceof BigDecimal number ? PlainValue.number(number) : value);
        map.put("ups", condition.ups());
        map.put("host", condition.host());
        map.put("quantifier", condition.every() ? "all" : "any");
        map.put("max_age_s", seconds(condition.maxAge()));
        map.put("if_unknown", condition.matchIfUnknown() ? "match" : "no_match");
        return map;
    }

    private Map<String, Object> action(Action action) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", action.id());
        map.put("enabled", action.enabled());
        map.put("capability", action.capability());
        map.put("verb", action.verb());
        map.put("params", new TreeMap<>(action.params()));
        map.put("key_hint", action.keyHint());
        map.put("targets", targets(action));
        map.put("stage", action.stage());
        map.put("after", action.after());
        map.put("delay_s", seconds(action.delay()));
        map.put("timeout_s", seconds(action.timeout()));
        map.put("escalate", action.escalate());
        map.put("on_power_return", word(action.onPowerReturn()));
        map.put("continue_on_error", action.continueOnError());
        return map;
    }

    private Map<String, Object> targets(Action action) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("host_id", action.hostId());
        map.put("target_type", action.targetType());
        map.put("selector", CanonicalForm.selector(action.selector()));
        map.put(
                "resolved_ids",
                selectors
                        .resolve(action.selector(), action.hostId(), action.targetType())
                        .targets()
                        .stream()
                        .map(Target::id)
                        .toList());
        map.put(
                "resolved_at",
                inventory
                        .readAt(action.hostId(), action.targetType())
                        .map(MILLIS::format)
                        .orElse(null));
        return map;
    }

    /** The targets of all items, when these are the same. */
    private static Object shared(List<Map<String, Object>> plan) {
        List<Object> all =
                new ArrayList<>(new HashSet<>(plan.stream().map(p -> p.get("targets")).toList()));
        return all.size() == 1 ? all.get(0) : null;
    }

    private Map<String, Object> windows() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("suppression_s", seconds(policy.suppression()));
        map.put("idempotency_s", seconds(policy.idempotency()));
        return map;
    }

    private Map<String, Object> safeties() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("global_lock", policy.globalLock());
        map.put("never_hosts", policy.neverHosts());
        return map;
    }

    private Map<String, Object> recovery() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("enabled", policy.recovery().enabled());
        map.put("mains_stable_s", seconds(policy.recovery().mainsStable()));
        map.put("min_charge_pct", policy.recovery().minChargePercent());
        map.put("if_charge_unknown", policy.recovery().goIfChargeUnknown() ? "go" : "wait");
        map.put("order", word(policy.recovery().order()));
        map.put("stagger_s", seconds(policy.recovery().stagger()));
        map.put("timeout_s", seconds(policy.recovery().timeout()));
        map.put("retries", policy.recovery().retries());
        map.put("max_wait_s", seconds(policy.recovery().maxWait()));
        map.put("on_second_outage", word(policy.recovery().onSecondOutage()));
        return map;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Whole seconds where they are whole. */
    private static Object seconds(Duration duration) {
        return duration == null
                ? null
                : PlainValue.number(BigDecimal.valueOf(duration.toMillis(), 3));
    }
}
