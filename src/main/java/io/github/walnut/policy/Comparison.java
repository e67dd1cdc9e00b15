package io.github.walnut.policy;

import io.github.walnut.policy.Condition.Op;
import io.github.walnut.policy.Condition.Verdict;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Compares what was found with what is wanted. Unknown is neither true nor false. */
final class Comparison {
    private static final double SAME = 1e-9;

    private Comparison() {}

    /**
     * @param found text, number or yes-no; null is unknown
     */
    static Verdict of(Condition condition, Object found) {
        if (found == null) {
            return Verdict.UNKNOWN;
        }
        if (condition.value() instanceof BigDecimal limit) {
            return number(found)
                    .map(value -> verdict(holds(condition.op(), value, limit.doubleValue())))
                    .orElse(Verdict.UNKNOWN);
        }
        boolean in = words(condition).contains(String.valueOf(found));
        return verdict(in != (condition.op() == Op.NE));
    }

    /** As {@link #of}, where the word "unknown" is none unless the condition asks for it. */
    static Verdict ofState(Condition condition, String found) {
        boolean unknown = "unknown".equals(found) && !words(condition).contains("unknown");
        return unknown ? Verdict.UNKNOWN : of(condition, found);
    }

    private static Optional<Double> number(Object found) {
        return found instanceof Number value
                ? Optional.of(value.doubleValue())
                : NumberText.parse(String.valueOf(found)).map(BigDecimal::doubleValue);
    }

    static boolean holds(Op op, double value, double limit) {
        boolean same = Math.abs(value - limit) <= SAME;
        return switch (op) {
            case GT -> value > limit && !same;
            case GE -> value >= limit || same;
            case LT -> value < limit && !same;
            case LE -> value <= limit || same;
            case EQ -> same;
            case NE -> !same;
            case IN -> throw new IllegalArgumentException("'in' does not compare numbers");
        };
    }

    static Verdict verdict(boolean holds) {
        return holds ? Verdict.TRUE : Verdict.FALSE;
    }

    static List<String> words(Condition condition) {
        return condition.value() instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(condition.value()));
    }

    /** Every one must hold; of none nothing is known. */
    static Verdict every(Collection<Verdict> verdicts) {
        return verdicts.contains(Verdict.FALSE)
                ? Verdict.FALSE
                : verdicts.isEmpty() || verdicts.contains(Verdict.UNKNOWN)
                        ? Verdict.UNKNOWN
                        : Verdict.TRUE;
    }

    /** One must hold; of none nothing is known. */
    static Verdict some(Collection<Verdict> verdicts) {
        return verdicts.contains(Verdict.TRUE)
                ? Verdict.TRUE
                : verdicts.isEmpty() || verdicts.contains(Verdict.UNKNOWN)
                        ? Verdict.UNKNOWN
                        : Verdict.FALSE;
    }
}
