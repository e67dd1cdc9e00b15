package io.github.walnut.policy.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.walnut.inventory.Selector;
import io.github.walnut.policy.Condition;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.Policy.Action;
import io.github.walnut.policy.Recovery;
import io.github.walnut.policy.RecoveryDefaults;
import io.github.walnut.policy.Schedule;
import io.github.walnut.policy.Trigger;
import io.github.walnut.ups.UpsState;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The model as JSON with one spelling for one meaning: keys sorted, no blanks, defaults filled in,
 * durations in milliseconds, states as flags. Two documents that mean the same give the same bytes.
 */
final class CanonicalForm {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                    .enable(com.fasterxml.jackson.core.StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build();
    private static final List<String> OUTSIDE_BEHAVIOUR =
            List.of("enabled", "name", "description", "notes", "tests", "priority");

    private final Map<String, Object> model;

    CanonicalForm(Policy policy) {
        this.model = policy(policy);
    }

    String json() {
        return write(model);
    }

    /** Of everything but whether it is enabled. */
    String hash() {
        return hashWithout(List.of("enabled"));
    }

    /** Of what decides how it acts: names, notes, tests and place in the order do not count. */
    String behaviourHash() {
        return hashWithout(OUTSIDE_BEHAVIOUR);
    }

    private String hashWithout(List<String> keys) {
        Map<String, Object> rest = new TreeMap<>(model);
        keys.forEach(rest::remove);
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(sha.digest(write(rest).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static String write(Map<String, Object> map) {
        try {
            return JSON.writeValueAsString(CodePointOrder.of(map));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A model of plain values cannot be written", e);
        }
    }

    private static Map<String, Object> policy(Policy policy) {
        Map<String, Object> map = new TreeMap<>();
        map.put("name", policy.name());
        map.put("description", policy.description());
        map.put("enabled", policy.enabled());
        map.put("priority", policy.priority());
        map.put("stop_on_match", policy.stopOnMatch());
        map.put("dynamic_resolution", policy.dynamicResolution());
        map.put("logic", policy.logic().name());
        map.put("triggers", policy.triggers().stream().map(CanonicalForm::trigger).toList());
        map.put("all", policy.all().stream().map(CanonicalForm::condition).toList());
        map.put("any", policy.any().stream().map(CanonicalForm::condition).toList());
        map.put("actions", policy.actions().stream().map(CanonicalForm::action).toList());
        map.put("suppression_ms", millis(policy.suppression()));
        map.put("idempotency_ms", millis(policy.idempotency()));
        map.put("global_lock", policy.globalLock());
        map.put("never_hosts", policy.neverHosts());
        map.put("recovery", recovery(policy.recovery()));
        map.put("tests", policy.tests().stream().map(CanonicalTests::test).toList());
        map.put("notes", policy.notes());
        return map;
    }

    private static Map<String, Object> trigger(Trigger trigger) {
        Map<String, Object> map = new TreeMap<>();
        map.put("ups", trigger.ups().names());
        map.put("at_least", trigger.ups().atLeast());
        map.put("include_tests", trigger.ups().includeTests());
        map.put("feeds", trigger.ups().feeds());
        if (trigger instanceof Trigger.InState in) {
            map.put("type", "ups.state");
            map.put("equals", in.state().name());
            map.put("for_ms", millis(in.holdFor()));
            map.put("cause", in.causes());
        } else if (trigger instanceof Trigger.Transition transition) {
            map.put("type", "status_transition");
            map.put("from", name(transition.from()));
            map.put("to", name(transition.to()));
            map.put("stable_for_ms", millis(transition.stableFor()));
        } else if (trigger instanceof Trigger.Threshold limit) {
            map.put("type", "metric.threshold");
            map.put("metric", limit.field());
            map.put("op", limit.op().sign());
            map.put("value", number(limit.value()));
            map.put("for_ms", millis(limit.holdFor()));
        } else if (trigger instanceof Trigger.At timer) {
            map.put("type", "timer.at");
            map.put("schedule", schedule(timer.schedule()));
        } else if (trigger instanceof Trigger.After timer) {
            map.put("type", "timer.after");
            map.put("after_ms", millis(timer.after()));
            map.put("state", name(timer.state()));
            map.put("webhook", timer.webhook());
        } else if (trigger instanceof Trigger.Webhook webhook) {
            map.put("type", "webhook.custom");
            map.put("name", webhook.name());
            map.put("match", webhook.match());
            map.put("valid_for_ms", millis(webhook.validFor()));
        }
        return map;
    }

    static Map<String, Object> schedule(Schedule schedule) {
        Map<String, Object> map = new TreeMap<>();
        map.put("repeat", word(schedule.repeat()));
        map.put("at", schedule.at().toString());
        map.put("weekdays", schedule.weekdays().stream().map(Enum::name).sorted().toList());
        map.put("month_days", schedule.monthDays().stream().sorted().toList());
        map.put("timezone", schedule.zone() == null ? null : schedule.zone().getId());
        return map;
    }

    /** What is left to the settings counts as what they are unless somebody changes them. */
    private static Map<String, Object> recovery(Recovery written) {
        if (written == null) {
            return null;
        }
        Recovery recovery = written.with(RecoveryDefaults.BUILT_IN);
        Map<String, Object> map = new TreeMap<>();
        map.put("enabled", recovery.enabled());
        map.put("mains_stable_ms", millis(recovery.mainsStable()));
        map.put("min_charge_pct", recovery.minChargePercent());
        map.put("if_charge_unknown", recovery.goIfChargeUnknown() ? "go" : "wait");
        map.put("order", word(recovery.order()));
        map.put("stagger_ms", millis(recovery.stagger()));
        map.put("timeout_ms", millis(recovery.timeout()));
        map.put("retries", recovery.retries());
        map.put("max_wait_ms", millis(recovery.maxWait()));
        map.put("on_second_outage", word(recovery.onSecondOutage()));
        return map;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String name(UpsState state) {
        return state == null ? null : state.name();
    }

    private static Map<String, Object> condition(Condition condition) {
        Map<String, Object> map = new TreeMap<>();
        map.put("scope", word(condition.scope()));
        map.put("field", condition.field());
        map.put("op", condition.op().sign());
        map.put("value", number(condition.value()));
        map.put("ups", condition.ups());
        map.put("host", condition.host());
        map.put("quantifier", condition.every() ? "all" : "any");
        map.put("max_age_ms", millis(condition.maxAge()));
        map.put("if_unknown", condition.matchIfUnknown() ? "match" : "no_match");
        return map;
    }

    private static Object number(Object value) {
        return value instanceof BigDecimal decimal ? PlainValue.number(decimal) : value;
    }

    private static Map<String, Object> action(Action action) {
        Map<String, Object> map = new TreeMap<>();
        map.put("id", action.id());
        map.put("enabled", action.enabled());
        map.put("host_id", action.hostId());
        map.put("capability", action.capability());
        map.put("verb", action.verb());
        map.put("target_type", action.targetType());
        map.put("selector", selector(action.selector()));
        map.put("params", action.params());
        map.put("key_hint", action.keyHint());
        map.put("stage", action.stage());
        map.put("after", action.after());
        map.put("delay_ms", millis(action.delay()));
        map.put("timeout_ms", millis(action.timeout()));
        map.put("escalate", action.escalate());
        map.put("on_power_return", word(action.onPowerReturn()));
        map.put("continue_on_error", action.continueOnError());
        return map;
    }

    static Map<String, Object> selector(Selector selector) {
        Map<String, Object> map = new TreeMap<>();
        map.put("external_ids", selector.externalIds());
        map.put("names", selector.names());
        map.put("labels", selector.labels());
        map.put("attrs", selector.attrs());
        map.put("query", selector.query());
        map.put("all", selector.all());
        map.put("given", selector.given());
        return map;
    }

    static Long millis(Duration duration) {
        return duration == null ? null : duration.toMillis();
    }
}
