package io.github.walnut.policy.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.inventory.Selector;
import io.github.walnut.policy.Condition;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.Policy.Action;
import io.github.walnut.policy.Recovery;
import io.github.walnut.policy.Schedule;
import io.github.walnut.policy.Trigger;
import io.github.walnut.ups.UpsState;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the model again out of {@link CompiledForm}, without description, notes and tests. Strict:
 * what it does not know whole it does not know at all, since a policy with a condition less is
 * another one.
 */
public final class CompiledFormReader {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** Empty when the form is not that of a policy which this program can carry out. */
    public Optional<Policy> read(String text) {
        try {
            return Optional.of(policy(JSON.readTree(text)));
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Policy policy(JsonNode ir) {
        JsonNode match = member(ir, "match");
        JsonNode group = member(match, "trigger_group");
        return new Policy(
                text(ir, "name"),
                null,
                true,
                number(ir, "priority"),
                flag(ir, "stop_on_match"),
                flag(ir, "dynamic_resolution"),
                Policy.Logic.valueOf(text(group, "logic")),
                list(member(group, "triggers"), "", (trigger, at) -> trigger(trigger)),
                list(
                        member(match, "conditions"),
                        "/match/conditions",
                        CompiledFormReader::condition),
                list(member(match, "any"), "/match/any", CompiledFormReader::condition),
                list(member(ir, "plan"), "", (action, at) -> action(action)),
                seconds(member(ir, "windows"), "suppression_s"),
                seconds(member(ir, "windows"), "idempotency_s"),
                word(member(ir, "safeties"), "global_lock"),
                texts(member(member(ir, "safeties"), "never_hosts")),
                member(ir, "recovery").isNull() ? null : recovery(ir.get("recovery")),
                List.of(),
                null);
    }

    private static Trigger trigger(JsonNode node) {
        JsonNode named = member(node, "ups");
        boolean feeds = named.isTextual() && named.textValue().equals("feeds");
        Trigger.UpsScope ups =
                new Trigger.UpsScope(
                        feeds ? List.of() : texts(named),
                        number(node, "at_least"),
                        flag(node, "include_tests"),
                        feeds);
        return switch (text(node, "type")) {
            case "ups.state" ->
                    new Trigger.InState(
                            ups,
                            required(state(node, "flag")),
                            seconds(node, "for_s"),
                            texts(member(node, "cause")));
            case "status_transition" ->
                    new Trigger.Transition(
                            ups,
                            state(node, "from_flag"),
                            state(node, "to_flag"),
                            seconds(node, "stable_for_s"));
            case "metric.threshold" ->
                    new Trigger.Threshold(
                            ups,
                            text(node, "metric"),
                            op(node),
                            decimal(member(node, "value")),
                            seconds(node, "for_s"));
            case "timer.at" -> new Trigger.At(ups, schedule(member(node, "schedule")));
            case "timer.after" ->
                    new Trigger.After(
                            ups,
                            seconds(node, "after_s"),
                            state(node, "flag"),
                            word(node, "webhook"));
            case "webhook.custom" ->
                    new Trigger.Webhook(
                            ups,
                            text(node, "name"),
                            PlainValue.map(member(node, "match")),
                            seconds(node, "valid_for_s"));
            default -> throw unknown("trigger", node);
        };
    }

    private static Schedule schedule(JsonNode node) {
        String zone = word(node, "timezone");
        return new Schedule(
                choice(Schedule.Repeat.class, node, "repeat"),
                LocalTime.parse(text(node, "at")),
                texts(member(node, "weekdays")).stream()
                        .map(DayOfWeek::valueOf)
                        .collect(Collectors.toSet()),
                list(member(node, "month_days"), "", (day, at) -> day.intValue()).stream()
                        .collect(Collectors.toSet()),
                zone == null ? null : ZoneId.of(zone));
    }

    private static Condition condition(JsonNode node, String pointer) {
        return new Condition(
                choice(Condition.Scope.class, node, "scope"),
                text(node, "field"),
                op(node),
                value(member(node, "value")),
                word(node, "ups"),
                word(node, "host"),
                seconds(node, "max_age_s"),
                oneOf(node, "if_unknown", "match", "no_match"),
                oneOf(node, "quantifier", "all", "any"),
                pointer);
    }

    /** Numbers of conditions are decimals, unlike those of parameters. */
    private static Object value(JsonNode node) {
        if (node.isNumber()) {
            return decimal(node);
        }
        if (node.isArray()) {
            return texts(node);
        }
        return node.isBoolean() ? (Object) node.booleanValue() : node.textValue();
    }

    private static Action action(JsonNode node) {
        JsonNode targets = member(node, "targets");
        return new Action(
                text(node, "id"),
                flag(node, "enabled"),
                text(targets, "host_id"),
                text(node, "capability"),
                text(node, "verb"),
                word(targets, "target_type"),
                selector(member(targets, "selector")),
                PlainValue.map(member(node, "params")),
                word(node, "key_hint"),
                number(node, "stage"),
                texts(member(node, "after")),
                seconds(node, "delay_s"),
                seconds(node, "timeout_s"),
                texts(member(node, "escalate")),
                choice(Action.OnPowerReturn.class, node, "on_power_return"),
                flag(node, "continue_on_error"));
    }

    private static Selector selector(JsonNode node) {
        return new Selector(
                texts(member(node, "external_ids")),
                texts(member(node, "names")),
                lists(member(node, "labels")),
                lists(member(node, "attrs")),
                word(node, "query"),
                flag(node, "all"),
                flag(node, "given"));
    }

    private static Map<String, List<String>> lists(JsonNode node) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        node.properties().forEach(each -> lists.put(each.getKey(), texts(each.getValue())));
        return lists;
    }

    private static Recovery recovery(JsonNode node) {
        return new Recovery(
                flag(node, "enabled"),
                seconds(node, "mains_stable_s"),
                member(node, "min_charge_pct").isNull() ? null : number(node, "min_charge_pct"),
                oneOf(node, "if_charge_unknown", "go", "wait"),
                choice(Recovery.Order.class, node, "order"),
                seconds(node, "stagger_s"),
                seconds(node, "timeout_s"),
                number(node, "retries"),
                seconds(node, "max_wait_s"),
                choice(Recovery.OnSecondOutage.class, node, "on_second_outage"));
    }

    private static JsonNode member(JsonNode node, String name) {
        JsonNode found = node.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no " + name);
        }
        return found;
    }

    private static <T> T required(T value) {
        if (value == null) {
            throw new IllegalArgumentException("a value is missing");
        }
        return value;
    }

    private static String text(JsonNode node, String name) {
        return required(word(node, name));
    }

    private static String word(JsonNode node, String name) {
        JsonNode found = member(node, name);
        if (!found.isNull() && !found.isTextual()) {
            throw unknown(name, found);
        }
        return found.textValue();
    }

    private static int number(JsonNode node, String name) {
        JsonNode found = member(node, name);
        if (!found.canConvertToInt()) {
            throw unknown(name, found);
        }
        return found.intValue();
    }

    private static boolean flag(JsonNode node, String name) {
        JsonNode found = member(node, name);
        if (!found.isBoolean()) {
            throw unknown(name, found);
        }
        return found.booleanValue();
    }

    private static boolean oneOf(JsonNode node, String name, String yes, String no) {
        String found = text(node, name);
        if (!found.equals(yes) && !found.equals(no)) {
            throw unknown(name, member(node, name));
        }
        return found.equals(yes);
    }

    private static <E extends Enum<E>> E choice(Class<E> type, JsonNode node, String name) {
        return Enum.valueOf(type, text(node, name).toUpperCase(Locale.ROOT));
    }

    private static UpsState state(JsonNode node, String name) {
        String flag = word(node, name);
        return flag == null ? null : UpsState.valueOf(flag);
    }

    private static Condition.Op op(JsonNode node) {
        String sign = text(node, "op");
        return Stream.of(Condition.Op.values())
                .filter(op -> op.sign().equals(sign))
                .findFirst()
                .orElseThrow(() -> unknown("op", member(node, "op")));
    }

    private static BigDecimal decimal(JsonNode node) {
        if (!node.isNumber()) {
            throw unknown("number", node);
        }
        return node.decimalValue();
    }

    private static Duration seconds(JsonNode node, String name) {
        JsonNode found = member(node, name);
        return found.isNull()
                ? null
                : Duration.ofMillis(decimal(found).movePointRight(3).longValueExact());
    }

    private static List<String> texts(JsonNode node) {
        return list(node, "", (each, at) -> required(each.textValue()));
    }

    private static <T> List<T> list(
            JsonNode node, String pointer, BiFunction<JsonNode, String, T> read) {
        if (!node.isArray()) {
            throw unknown("list", node);
        }
        List<T> list = new ArrayList<>();
        for (JsonNode each : node) {
            list.add(read.apply(each, pointer + "/" + list.size()));
        }
        return list;
    }

    private static IllegalArgumentException unknown(String what, JsonNode node) {
        return new IllegalArgumentException("unknown " + what + ": " + node);
    }
}
