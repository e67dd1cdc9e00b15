package io.github.walnut.policy;

import io.github.walnut.policy.Condition.Result;
import io.github.walnut.policy.Condition.Verdict;
import io.github.walnut.ups.Outage;
import io.github.walnut.ups.UpsFacts;
import java.time.Duration;
import java.time.Instant;

/**
 * Checks conditions of the scope {@code outage}: the one of the UPS that matched. That it goes on
 * is known through silence; its lowest charge is as old as the last poll.
 */
final class OutageConditions {
    private final FactAge age;

    OutageConditions(FactAge age) {
        this.age = age;
    }

    Result check(Condition condition, String subject, ConditionFacts all, Instant at) {
        UpsFacts facts = all.of(condition, subject);
        Outage outage =
                facts == null || facts.outageId() == null
                        ? null
                        : all.outages().get(facts.outageId());
        if (outage == null) {
            return new Result(condition.pointer(), null, null, Verdict.UNKNOWN);
        }
        return switch (condition.field()) {
            case "age_seconds" -> certain(condition, seconds(outage.startedAt(), at));
            case "episode" -> certain(condition, outage.episodes());
            default -> charge(condition, outage, facts, at);
        };
    }

    private static Result certain(Condition condition, Object found) {
        return new Result(condition.pointer(), found, 0.0, Comparison.of(condition, found));
    }

    private Result charge(Condition condition, Outage outage, UpsFacts facts, Instant at) {
        FactAge limit = condition.maxAge() == null ? age : new FactAge(condition.maxAge());
        Double found = outage.minBatteryPercent();
        Double old = facts.lastGoodAt() == null ? null : seconds(facts.lastGoodAt(), at);
        Verdict verdict =
                limit.tooOld(facts, at) ? Verdict.UNKNOWN : Comparison.of(condition, found);
        return new Result(condition.pointer(), found, old, verdict);
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
