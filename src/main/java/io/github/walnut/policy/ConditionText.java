package io.github.walnut.policy;

import io.github.walnut.ups.UpsState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The conditions of a policy as part of an English sentence. */
final class ConditionText {
    private ConditionText() {}

    /** Starts with {@code , and if}; empty without conditions. */
    static String of(Policy policy) {
        List<String> parts = new ArrayList<>();
        policy.all().forEach(condition -> parts.add(text(condition)));
        if (!policy.any().isEmpty()) {
            parts.add(
                    policy.any().stream()
                            .map(ConditionText::text)
                            .collect(Collectors.joining(" or ", "(", ")")));
        }
        return parts.isEmpty() ? "" : ", and if " + String.join(" and ", parts);
    }

    private static String text(Condition condition) {
        String unknown =
                condition.matchIfUnknown()
                        ? (isStatus(condition) ? " (or out of contact)" : " or unknown")
                        : "";
        return statement(condition) + unknown;
    }

    private static String statement(Condition condition) {
        if (isStatus(condition)) {
            return status(condition);
        }
        if (condition.field().equals("reachable")) {
            boolean wanted =
                    Boolean.TRUE.equals(condition.value()) == (condition.op() == Condition.Op.EQ);
            return host(condition) + (wanted ? " can be reached" : " cannot be reached");
        }
        return subject(condition)
                + " "
                + FieldText.compared(condition.field(), condition.op(), condition.value());
    }

    private static boolean isStatus(Condition condition) {
        return (condition.scope() == Condition.Scope.UPS
                        || condition.scope() == Condition.Scope.METRIC)
                && condition.field().equals("status");
    }

    private static String status(Condition condition) {
        List<?> values =
                condition.value() instanceof List<?> list ? list : List.of(condition.value());
        String words =
                FieldText.choice(
                        values.stream().map(String::valueOf).map(ConditionText::state).toList());
        String who = condition.ups() == null ? "it" : condition.ups();
        if (condition.op() == Condition.Op.NE) {
            return who + " is not " + words;
        }
        return who + (condition.ups() == null ? " is still " : " is ") + words;
    }

    private static String state(String text) {
        return UpsState.of(text).map(TriggerText::words).orElse(text);
    }

    private static String subject(Condition condition) {
        String field = FieldText.name(condition.field());
        return switch (condition.scope()) {
            case UPS, METRIC ->
                    condition.ups() == null
                            ? "its " + field
                            : "the " + field + " of " + condition.ups();
            case HOST -> "the " + field + " of " + host(condition);
            case VM ->
                    condition.field().equals("state")
                            ? "the state of " + (condition.every() ? "each target" : "any target")
                            : "the " + field;
            case OUTAGE -> "the " + field + " of the outage";
        };
    }

    private static String host(Condition condition) {
        return condition.host() == null ? "each host" : condition.host();
    }
}
