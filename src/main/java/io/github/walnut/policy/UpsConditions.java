package io.github.walnut.policy;

import io.github.walnut.policy.Condition.Op;
import io.github.walnut.policy.Condition.Result;
import io.github.walnut.policy.Condition.Verdict;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsFacts.Holding;
import io.github.walnut.ups.UpsState;
import java.time.Duration;
import java.time.Instant;

/** Checks conditions of the scopes {@code ups} and {@code metric}. */
final class UpsConditions {
    private final FactAge age;

    UpsConditions(FactAge age) {
        this.age = age;
    }

    Result check(Condition condition, String subject, ConditionFacts all, Instant at) {
        UpsFacts facts = all.of(condition, subject);
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

    private boolean tooOld(Condition condition, UpsFacts facts, Instant at) {
        return condition.maxAge() == null
                ? age.tooOld(facts, at)
                : new FactAge(condition.maxAge()).tooOld(facts, at);
    }

    /** A state that outlives silence is known to hold; what does not hold is as old as the poll. */
    private static Result status(Condition condition, UpsFacts facts, boolean old, Double seconds) {
        boolean found = false;
        boolean known = !old;
        for (String word : Comparison.words(condition)) {
            UpsState state = UpsState.valueOf(word);
            Holding holding = facts.states().get(state);
            boolean kept = holding != null && FactAge.outlivesSilence(state, holding);
            found |= holding != null && (!old || kept);
            known |= kept || state == UpsState.COMM_LOST;
        }
        Verdict verdict =
                known ? Comparison.verdict(found != (condition.op() == Op.NE)) : Verdict.UNKNOWN;
        return new Result(condition.pointer(), shown(facts), seconds, verdict);
    }

    static String shown(UpsFacts facts) {
        return String.join(
                " ", facts.states().keySet().stream().map(UpsState::name).sorted().toList());
    }

    private static Result value(Condition condition, UpsFacts facts, boolean old, Double seconds) {
        Object found = found(condition, facts);
        boolean silentSource = condition.field().equals("power_source") && "unknown".equals(found);
        Verdict verdict = old || silentSource ? Verdict.UNKNOWN : Comparison.of(condition, found);
        return new Result(condition.pointer(), found, seconds, verdict);
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
}
