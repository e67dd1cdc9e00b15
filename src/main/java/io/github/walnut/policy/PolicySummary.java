package io.github.walnut.policy;

import io.github.walnut.inventory.Selector;
import io.github.walnut.policy.Policy.Action;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A policy in one English sentence, made from the model alone. */
public final class PolicySummary {
    private static final List<String> UNSAID = List.of("confirm", "timeout_s");

    private static final Set<String> STOPPING =
            Set.of("shutdown", "stop", "off", "suspend", "set", "down", "enter");

    private final Policy policy;

    public PolicySummary(Policy policy) {
        this.policy = policy;
    }

    public String text() {
        return "When "
                + triggers()
                + conditions()
                + ", "
                + actions()
                + window()
                + lock()
                + afterwards()
                + ".";
    }

    /** What returns is of interest only where something stops. */
    private String afterwards() {
        boolean stops =
                policy.actions().stream().map(Policy.Action::verb).anyMatch(STOPPING::contains);
        Recovery recovery = policy.recovery();
        if (recovery == null || !recovery.enabled()) {
            return stops ? "; nothing is started again afterwards" : "";
        }
        String order =
                recovery.order() == Recovery.Order.REVERSE ? "in reverse order" : "as listed";
        return "; after "
                + mains(recovery)
                + charge(recovery)
                + " what it stopped is started again "
                + order
                + ", "
                + DurationText.format(recovery.stagger())
                + " apart";
    }

    private static String mains(Recovery recovery) {
        return recovery.mainsStable() == null
                ? "mains were stable as long as the settings ask"
                : DurationText.format(recovery.mainsStable()) + " of stable mains";
    }

    private static String charge(Recovery recovery) {
        if (recovery.minChargePercent() == null) {
            return " with at least the charge that the settings ask";
        }
        return recovery.minChargePercent() == 0
                ? ""
                : " with at least " + recovery.minChargePercent() + " % charge";
    }

    private String triggers() {
        String joiner = policy.logic() == Policy.Logic.ALL ? " and " : " or ";
        return policy.triggers().stream().map(TriggerText::of).collect(Collectors.joining(joiner))
                + sameUps();
    }

    /** Without this the sentence would allow each trigger a UPS of its own. */
    private String sameUps() {
        List<Trigger.UpsScope> scopes =
                policy.triggers().stream()
                        .filter(PolicySummary::aboutUps)
                        .map(Trigger::ups)
                        .toList();
        boolean several =
                policy.logic() == Policy.Logic.ALL
                        && scopes.size() > 1
                        && !scopes.get(0).feeds()
                        && scopes.get(0).names().size() != 1;
        boolean joint =
                TriggerGroup.of(policy).stream()
                        .noneMatch(group -> group.span() == TriggerGroup.Span.ONE_UPS);
        return several && !joint ? " (one and the same UPS)" : "";
    }

    private static boolean aboutUps(Trigger trigger) {
        return !(trigger instanceof Trigger.At
                || trigger instanceof Trigger.Webhook
                || (trigger instanceof Trigger.After timer && timer.state() == null));
    }

    private String conditions() {
        List<String> parts = new ArrayList<>();
        policy.all().forEach(condition -> parts.add(condition(condition)));
        if (!policy.any().isEmpty()) {
            parts.add(
                    policy.any().stream()
                            .map(PolicySummary::condition)
                            .collect(Collectors.joining(" or ", "(", ")")));
        }
        return parts.isEmpty() ? "" : ", provided that " + String.join(" and ", parts);
    }

    private static String condition(Condition condition) {
        String unknown = condition.matchIfUnknown() ? " (or unknown)" : "";
        return subject(condition)
                + " "
                + condition.op().sign()
                + " "
                + value(condition.value())
                + unknown;
    }

    private static String subject(Condition condition) {
        String field = condition.field();
        return switch (condition.scope()) {
            case UPS, METRIC -> field + (condition.ups() == null ? "" : " of " + condition.ups());
            case HOST ->
                    field + " of " + (condition.host() == null ? "each host" : condition.host());
            case VM ->
                    field.equals("state")
                            ? "state of " + (condition.every() ? "each target" : "any target")
                            : field;
            case OUTAGE -> "outage " + field;
        };
    }

    private static String value(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
        }
        return value instanceof java.math.BigDecimal number
                ? number.toPlainString()
                : String.valueOf(value);
    }

    private String actions() {
        return policy.actions().stream()
                .filter(Action::enabled)
                .sorted(Comparator.comparingInt(Action::stage))
                .map(PolicySummary::action)
                .collect(Collectors.joining(", then "));
    }

    private static String action(Action action) {
        String delay =
                action.delay().isZero() ? "" : " after " + DurationText.format(action.delay());
        String budget =
                action.timeout() == null ? "" : " within " + DurationText.format(action.timeout());
        String force =
                action.escalate().isEmpty()
                        ? ""
                        : ", else " + String.join(", else ", action.escalate());
        String undone =
                switch (action.onPowerReturn()) {
                    case FINISH -> "";
                    case HOLD -> " (held when power returns)";
                    case REVERSE -> " (undone when power returns)";
                };
        return action.verb()
                + params(action)
                + " "
                + targets(action)
                + delay
                + budget
                + force
                + undone;
    }

    private static String params(Action action) {
        String text =
                action.params().entrySet().stream()
                        .filter(param -> !UNSAID.contains(param.getKey()))
                        .sorted(java.util.Map.Entry.comparingByKey())
                        .map(param -> param.getKey() + "=" + param.getValue())
                        .collect(Collectors.joining(", "));
        return text.isEmpty() ? "" : " " + text + " on";
    }

    private static String targets(Action action) {
        Selector selector = action.selector();
        if (!selector.given()) {
            return action.hostId();
        }
        List<String> parts = new ArrayList<>(selector.externalIds());
        parts.addAll(selector.names());
        String type = action.targetType() == null ? "target" : action.targetType();
        boolean nothing =
                parts.isEmpty()
                        && !selector.all()
                        && selector.query() == null
                        && selector.labels().isEmpty()
                        && selector.attrs().isEmpty();
        if (nothing) {
            return "no " + type + " on " + action.hostId();
        }
        String which = parts.isEmpty() ? "every " + type : type + " " + String.join(", ", parts);
        return which + filters(selector) + " on " + action.hostId();
    }

    private static String filters(Selector selector) {
        StringBuilder text = new StringBuilder();
        new java.util.TreeMap<>(selector.labels())
                .forEach(
                        (key, values) ->
                                text.append(" with ")
                                        .append(key)
                                        .append("=")
                                        .append(String.join("|", values)));
        new java.util.TreeMap<>(selector.attrs())
                .forEach(
                        (key, values) ->
                                text.append(" with ")
                                        .append(key)
                                        .append("=")
                                        .append(String.join("|", values)));
        return selector.query() == null ? text.toString() : text + " where " + selector.query();
    }

    private String window() {
        return policy.suppression().isZero()
                ? ""
                : ", and not again within " + DurationText.format(policy.suppression());
    }

    private String lock() {
        return policy.globalLock() == null
                ? ""
                : ", one run at a time under lock " + policy.globalLock();
    }
}
