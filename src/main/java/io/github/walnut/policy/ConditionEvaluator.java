package io.github.walnut.policy;

import io.github.walnut.policy.Condition.Op;
import io.github.walnut.policy.Condition.Result;
import io.github.walnut.policy.Condition.Verdict;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsFacts.Holding;
import io.github.walnut.ups.UpsState;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks conditions on the facts of one moment. Unknown is neither true nor false. */
public final class ConditionEvaluator {
    private static final double SAME = 1e-9;

    private final FactAge age;

    public ConditionEvaluator(FactAge age) {
        this.age = age;
    }

    /**
     * How the conditions of a policy came out together.
     *
     * @param verdict of all of them
     * @param pointer of the condition that decided against it, else null
     */
    public record Outcome(Verdict verdict, String pointer, List<Result> results) {
        public boolean holds() {
            return verdict == Verdict.TRUE;
        }
    }

    /**
     * @param subject the UPS that matched, or null
     * @param facts of every UPS, by id
     */
    public Outcome evaluate(
            Policy policy, String subject, Map<String, UpsFacts> facts, Instant at) {
        List<Result> results = new ArrayList<>();
        Result against = null;
        for (Condition condition : policy.all()) {
            Result result = evaluate(condition, subject, facts, at);
            results.add(result);
            against = against == null && !passes(condition, result) ? result : against;
        }
        Result failedAny = null;
        boolean any = policy.any().isEmpty();
        for (Condition condition : policy.any()) {
            Result result = evaluate(condition, subject, facts, at);
            results.add(result);
            any |= passes(condition, result);
            failedAny = failedAny == null ? result : failedAny;
        }
        Result decided = against == null && !any ? failedAny : against;
        return decided == null
                ? new Outcome(Verdict.TRUE, null, results)
                : new Outcome(decided.verdict(), decided.pointer(), results);
    }

    private static boolean passes(Condition condition, Result result) {
        return result.verdict() == Verdict.TRUE
                || (result.verdict() == Verdict.UNKNOWN && condition.matchIfUnknown());
    }

    private Result evaluate(
            Condition condition, String subject, Map<String, UpsFacts> all, Instant at) {
        UpsFacts facts = facts(condition, subject, all);
        if (facts == null || !facts.known()) {
            return new Result(condition.pointer(), null, null, Verdict.UNKNOWN);
        }
        Double seconds =
                facts.lastGoodAt() == null
                        ? null
                        : Duration.between(facts.lastGoodAt(), at).toMillis() / 1000.0;
        boolean old = tooOld(condition, facts, at);
        return ConditionFields.kind(condition.scope(), condition.field()).orElseThrow()
                        == ConditionFields.Kind.STATUS
                ? status(condition, facts, old, seconds)
                : value(condition, facts, old, seconds);
    }

    private static UpsFacts facts(Condition condition, String subject, Map<String, UpsFacts> all) {
        if (condition.ups() != null) {
            return all.entrySet().stream()
                    .filter(entry -> Trigger.UpsScope.matches(condition.ups(), entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
        }
        if (subject != null) {
            return all.get(subject);
        }
        return all.size() == 1 ? all.values().iterator().next() : null;
    }

    private boolean tooOld(Condition condition, UpsFacts facts, Instant at) {
        return condition.maxAge() == null
                ? age.tooOld(facts, at)
                : new FactAge(condition.maxAge()).tooOld(facts, at);
    }

    /** A state that outlives silence is known to hold; what does not hold is as old as the poll. */
    private static Result status(Condition condition, UpsFacts facts, boolean old, Double seconds) {
        boolean found = false;
        boolean known = !old;
        for (String word : words(condition.value())) {
            UpsState state = UpsState.valueOf(word);
            Holding holding = facts.states().get(state);
            boolean kept = holding != null && FactAge.outlivesSilence(state, holding);
            found |= holding != null && (!old || kept);
            known |= kept || state == UpsState.COMM_LOST;
        }
        Verdict verdict = known ? verdict(found != (condition.op() == Op.NE)) : Verdict.UNKNOWN;
        return new Result(condition.pointer(), shown(facts), seconds, verdict);
    }

    private static String shown(UpsFacts facts) {
        return String.join(
                " ", facts.states().keySet().stream().map(UpsState::name).sorted().toList());
    }

    private static Result value(Condition condition, UpsFacts facts, boolean old, Double seconds) {
        Object found = found(condition, facts);
        boolean silentSource = condition.field().equals("power_source") && "unknown".equals(found);
        if (found == null || old || silentSource) {
            return new Result(condition.pointer(), found, seconds, Verdict.UNKNOWN);
        }
        return new Result(condition.pointer(), found, seconds, compare(condition, found));
    }

    private static Object found(Condition condition, UpsFacts facts) {
        String field = condition.field();
        if (field.startsWith(ConditionFields.VARIABLE_PREFIX)) {
            return facts.last()
                    .variables()
                    .get(field.substring(ConditionFields.VARIABLE_PREFIX.length()));
        }
        return field.equals("power_source")
                ? facts.powerSource().word()
                : ConditionFields.number(facts, field);
    }

    private static Verdict compare(Condition condition, Object found) {
        if (!(condition.value() instanceof BigDecimal limit)) {
            boolean in = words(condition.value()).contains(String.valueOf(found));
            return verdict(in != (condition.op() == Op.NE));
        }
        Optional<Double> number =
                found instanceof Double value
                        ? Optional.of(value)
                        : NumberText.parse(String.valueOf(found)).map(BigDecimal::doubleValue);
        return number.map(value -> verdict(holds(condition.op(), value, limit.doubleValue())))
                .orElse(Verdict.UNKNOWN);
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

    private static Verdict verdict(boolean holds) {
        return holds ? Verdict.TRUE : Verdict.FALSE;
    }

    private static List<String> words(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(value));
    }
}
