package io.github.walnut.policy;

import io.github.walnut.policy.Condition.Op;
import io.github.walnut.policy.Condition.Scope;
import io.github.walnut.policy.Trigger.Threshold;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.UpsState;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds limits on numbers of a UPS that may be crossed while mains are there: a battery that was
 * emptied by an outage or a test is still low while it charges. Nothing is found where the policy
 * says by a state which of the two it means.
 */
final class ThresholdLint {

    /** States that say whether mains carry the load, or of which nobody asks that. */
    private static final Set<UpsState> TELLING =
            EnumSet.of(
                    UpsState.OB,
                    UpsState.OL,
                    UpsState.CRITICAL,
                    UpsState.FSD,
                    UpsState.BYPASS,
                    UpsState.OFF,
                    UpsState.COMM_LOST);

    private static final Set<Op> ABOVE = EnumSet.of(Op.GT, Op.GE);
    private static final String HINT =
            "Add the condition status = OB, or let logic ALL join it with a trigger on_battery, which"
                    + " leaves battery tests out too";

    private final Policy policy;
    private final Locations locations;
    private final Findings findings;

    ThresholdLint(Policy policy, Locations locations, Findings findings) {
        this.policy = policy;
        this.locations = locations;
        this.findings = findings;
    }

    void check() {
        for (int i = 0; i < policy.triggers().size(); i++) {
            if (policy.triggers().get(i) instanceof Threshold limit && !confined(limit)) {
                add(locations.trigger(i), limit.field(), limit.op(), limit.value());
            }
        }
        Stream.concat(policy.all().stream(), policy.any().stream())
                .filter(ThresholdLint::measures)
                .filter(c -> !confined(c))
                .forEach(c -> add(c.pointer(), c.field(), c.op(), (BigDecimal) c.value()));
    }

    private void add(String pointer, String field, Op op, BigDecimal limit) {
        findings.compile(
                Severity.INFO,
                pointer,
                "holds_on_mains",
                field
                        + " "
                        + op.sign()
                        + " "
                        + limit.toPlainString()
                        + " may be true on mains and in a battery test",
                HINT);
    }

    private static boolean measures(Condition c) {
        return (c.scope() == Scope.UPS || c.scope() == Scope.METRIC)
                && c.value() instanceof BigDecimal
                && !onBattery(c.field(), c.op());
    }

    /** A number that only an outage raises. */
    private static boolean onBattery(String field, Op op) {
        return field.equals("on_battery_seconds") && ABOVE.contains(op);
    }

    private boolean confined(Threshold limit) {
        boolean all = policy.logic() == Policy.Logic.ALL;
        return onBattery(limit.field(), limit.op())
                || tellingCondition(named(limit))
                || all
                        && policy.triggers().stream()
                                .anyMatch(t -> tells(t) && sameUps(t, limit.ups().names()));
    }

    private boolean confined(Condition limit) {
        List<String> ups = limit.ups() == null ? List.of() : List.of(limit.ups());
        return tellingCondition(limit.ups())
                || (policy.logic() == Policy.Logic.ALL
                        ? policy.triggers().stream().anyMatch(t -> tells(t) && sameUps(t, ups))
                        : policy.triggers().stream().allMatch(t -> tells(t) && sameUps(t, ups)));
    }

    /** The one UPS that it names, or null. */
    private static String named(Threshold limit) {
        return limit.ups().names().size() == 1 ? limit.ups().names().get(0) : null;
    }

    /** One of {@code all}, or every one of {@code any}, tells of the UPS whether it is on mains. */
    private boolean tellingCondition(String ups) {
        return policy.all().stream().anyMatch(c -> tells(c, ups))
                || !policy.any().isEmpty() && policy.any().stream().allMatch(c -> tells(c, ups));
    }

    private static boolean tells(Condition c, String ups) {
        if (c.ups() != null && (ups == null || !same(c.ups(), ups))) {
            return false;
        }
        return switch (c.scope()) {
            case OUTAGE -> true;
            case UPS, METRIC ->
                    c.field().equals("power_source")
                            || onBattery(c.field(), c.op())
                            || c.field().equals("status") && tells(Comparison.words(c));
            default -> false;
        };
    }

    private static boolean tells(List<String> states) {
        return states.stream().map(UpsState::valueOf).allMatch(TELLING::contains);
    }

    private static boolean tells(Trigger trigger) {
        if (trigger instanceof Threshold limit) {
            return onBattery(limit.field(), limit.op());
        }
        UpsState state =
                trigger instanceof Trigger.After after ? after.state() : PolicyLint.state(trigger);
        boolean tested = trigger.ups() != null && trigger.ups().includeTests();
        return state != null && TELLING.contains(state) && !(tested && state == UpsState.OB);
    }

    /** Without names, both are about the UPS that matches. */
    private static boolean sameUps(Trigger trigger, List<String> names) {
        List<String> others = trigger.ups().names();
        return names.isEmpty()
                || others.isEmpty()
                || others.stream()
                        .allMatch(other -> names.stream().anyMatch(name -> same(name, other)));
    }

    private static boolean same(String one, String other) {
        return Trigger.UpsScope.matches(one, other) || Trigger.UpsScope.matches(other, one);
    }
}
