package io.github.walnut.policy;

import io.github.walnut.inventory.Selector;
import io.github.walnut.policy.Policy.Action;
import io.github.walnut.policy.Trigger.InState;
import io.github.walnut.policy.Trigger.Transition;
import io.github.walnut.ups.UpsState;
import java.time.Duration;
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
                + afterwards()
                + window()
                + ".";
    }

    /** What returns is of interest only where something stops. */
    private String afterwards() {
        boolean stops =
                policy.actions().stream().map(Policy.Action::verb).anyMatch(STOPPING::contains);
        return stops ? "; nothing is started again afterwards" : "";
    }

    private String triggers() {
        String joiner = policy.logic() == Policy.Logic.ALL ? " and " : " or ";
        String text =
                policy.triggers().stream()
                        .map(PolicySummary::trigger)
                        .collect(Collectors.joining(joiner));
        return text.isEmpty() ? "an unsupported trigger is met" : text + sameUps();
    }

    /** Without this the sentence would allow each trigger a UPS of its own. */
    private String sameUps() {
        boolean several =
                policy.logic() == Policy.Logic.ALL
                        && policy.triggers().size() > 1
                        && policy.triggers().get(0).ups().names().size() != 1;
        boolean joint = TriggerGroup.of(policy).stream().allMatch(TriggerGroup::joint);
        return several && !joint ? " (one and the same UPS)" : "";
    }

    private static String trigger(Trigger trigger) {
        String ups = ups(trigger.ups());
        if (trigger instanceof InState in) {
            String causes =
                    in.causes().isEmpty() ? "" : " (" + String.join(", ", in.causes()) + ")";
            return ups + " is " + words(in.state()) + causes + held(in.holdFor());
        }
        if (trigger instanceof Trigger.Threshold limit) {
            String compared = limit.field() + " " + limit.op().sign() + " " + value(limit.value());
            return compared + " on " + ups + held(limit.holdFor());
        }
        Transition transition = (Transition) trigger;
        if (transition.to() == null) {
            return ups + " is no longer " + words(transition.from()) + held(transition.stableFor());
        }
        String left = transition.from() == null ? "" : " from being " + words(transition.from());
        String stays = transition.stableFor().isZero() ? "" : " and stays so";
        return ups
                + " turns"
                + left
                + " to being "
                + words(transition.to())
                + stays
                + held(transition.stableFor());
    }

    private static String ups(Trigger.UpsScope scope) {
        if (scope.atLeast() > 1) {
            String of = scope.names().isEmpty() ? "all UPSs" : String.join(", ", scope.names());
            return "at least " + scope.atLeast() + " of " + of;
        }
        return scope.names().isEmpty() ? "any UPS" : String.join(" or ", scope.names());
    }

    private static String words(UpsState state) {
        return switch (state) {
            case LB, HB -> "at " + state.word().replace('_', ' ');
            case FSD -> "in forced shutdown";
            case COMM_LOST -> "out of contact";
            default -> state.word().replace('_', ' ');
        };
    }

    private static String held(Duration window) {
        return window.isZero() ? "" : " for " + DurationText.format(window);
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
        String of = condition.ups() == null ? "" : " of " + condition.ups();
        String unknown = condition.matchIfUnknown() ? " (or unknown)" : "";
        return condition.field()
                + of
                + " "
                + condition.op().sign()
                + " "
                + value(condition.value())
                + unknown;
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
        return action.verb() + params(action) + " " + targets(action) + delay + budget + force;
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
}
