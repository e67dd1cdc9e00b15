package io.github.walnut.policy;

import io.github.walnut.policy.Condition.Verdict;
import io.github.walnut.policy.Trigger.After;
import io.github.walnut.policy.Trigger.At;
import io.github.walnut.policy.Trigger.InState;
import io.github.walnut.policy.Trigger.Threshold;
import io.github.walnut.policy.Trigger.Transition;
import io.github.walnut.policy.Trigger.UpsScope;
import io.github.walnut.policy.Trigger.Webhook;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsFacts.Holding;
import io.github.walnut.ups.UpsState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/**
 * Whether a trigger is met at one moment by the facts alone, for one that no policy has yet: nobody
 * has watched it, so what only a watch can tell is unknown.
 */
public final class TriggerTrial {

    private static final Set<UpsState> POWER = Set.of(UpsState.OL, UpsState.OB);

    /**
     * @param value that was looked at, or null
     * @param ageSeconds of the value, or null
     * @param dueAt when it will be met unless something changes, or null
     */
    public record Result(Verdict verdict, Object value, Double ageSeconds, Instant dueAt) {}

    private final FactAge age;
    private final Schedules schedules;

    /**
     * @param system the zone of schedules that name none
     */
    public TriggerTrial(FactAge age, ZoneId system) {
        this.age = age;
        this.schedules = new Schedules(system);
    }

    public Result look(Trigger trigger, Sight sight) {
        Instant at = sight.at();
        if (trigger instanceof At timer) {
            return timer(timer, at);
        }
        if (trigger instanceof Webhook webhook) {
            WebhookCall call = sight.calls().get(webhook.name());
            boolean met =
                    call != null
                            && call.holds(webhook.match())
                            && at.isBefore(call.at().plus(webhook.validFor()));
            return of(call, met, null, at);
        }
        if (trigger instanceof After after && after.state() == null) {
            WebhookCall call = sight.calls().get(after.webhook());
            Instant due = call == null ? null : call.at().plus(after.after());
            return of(call, due != null && lately(due, at), due, at);
        }
        UpsFacts facts = sight.ups();
        return facts == null || !facts.known() || facts.awaitsPoll()
                ? new Result(Verdict.UNKNOWN, null, null, null)
                : ofUps(trigger, facts, at);
    }

    private Result ofUps(Trigger trigger, UpsFacts facts, Instant at) {
        if (trigger instanceof Threshold threshold) {
            return threshold(threshold, facts, at);
        }
        if (trigger instanceof InState in) {
            return state(in.ups(), in.state(), in.causes(), in.holdFor(), facts, at);
        }
        if (trigger instanceof After after) {
            Result began = state(after.ups(), after.state(), List.of(), after.after(), facts, at);
            Holding holding = facts.states().get(after.state());
            return began.verdict() != Verdict.TRUE
                            || lately(holding.since().plus(after.after()), at)
                    ? began
                    : with(began, Verdict.FALSE);
        }
        return transition((Transition) trigger, facts, at);
    }

    private Result threshold(Threshold trigger, UpsFacts facts, Instant at) {
        Double value = ConditionFields.measure(facts, trigger.field());
        Double seconds = seconds(facts, at);
        if (value == null || age.tooOld(facts, at)) {
            return new Result(Verdict.UNKNOWN, value, seconds, null);
        }
        if (!Comparison.holds(trigger.op(), value, trigger.value().doubleValue())) {
            return new Result(Verdict.FALSE, value, seconds, null);
        }
        return trigger.holdFor().isZero()
                ? new Result(Verdict.TRUE, value, seconds, null)
                : new Result(Verdict.FALSE, value, seconds, at.plus(trigger.holdFor()));
    }

    private Result transition(Transition trigger, UpsFacts facts, Instant at) {
        boolean inFrom = trigger.from() != null && facts.states().containsKey(trigger.from());
        if (trigger.to() == null) {
            Verdict verdict = inFrom ? Verdict.FALSE : Verdict.UNKNOWN;
            return new Result(verdict, UpsConditions.shown(facts), seconds(facts, at), null);
        }
        Result entered =
                state(trigger.ups(), trigger.to(), List.of(), trigger.stableFor(), facts, at);
        boolean holds = entered.verdict() == Verdict.TRUE || entered.dueAt() != null;
        return holds && !admits(trigger, facts.states().get(trigger.to()))
                ? with(entered, Verdict.UNKNOWN)
                : entered;
    }

    /** Whether the state before is sure: mains and battery follow each other. */
    private static boolean admits(Transition trigger, Holding holding) {
        return holding.initial()
                ? TriggerEvaluator.OUTAGE.contains(trigger.to())
                : trigger.from() == null
                        || (POWER.contains(trigger.from()) && POWER.contains(trigger.to()));
    }

    private Result state(
            UpsScope scope,
            UpsState state,
            List<String> causes,
            Duration window,
            UpsFacts facts,
            Instant at) {
        Holding holding = facts.states().get(state);
        String shown = UpsConditions.shown(facts);
        Double seconds = seconds(facts, at);
        boolean old = age.tooOld(facts, at);
        if (holding == null) {
            boolean known = !old || state == UpsState.COMM_LOST;
            return new Result(known ? Verdict.FALSE : Verdict.UNKNOWN, shown, seconds, null);
        }
        if ((holding.excused() && !scope.includeTests())
                || !(causes.isEmpty() || causes.contains(facts.cause()))) {
            return new Result(Verdict.FALSE, shown, seconds, null);
        }
        if (old && !FactAge.outlivesSilence(state, holding)) {
            return new Result(Verdict.UNKNOWN, shown, seconds, null);
        }
        Instant due = holding.since().plus(facts.unobserved()).plus(window);
        return at.isBefore(due)
                ? new Result(Verdict.FALSE, shown, seconds, due)
                : new Result(Verdict.TRUE, shown, seconds, null);
    }

    private Result timer(At timer, Instant at) {
        boolean met = lately(schedules.latest(timer.schedule(), at), at);
        Instant next = schedules.next(timer.schedule(), at);
        return new Result(Comparison.verdict(met), null, null, met ? null : next);
    }

    /** Timers stay met for a while. */
    private static boolean lately(Instant due, Instant at) {
        return !at.isBefore(due) && at.isBefore(due.plus(TimerEvaluator.MET_FOR));
    }

    private static Result of(WebhookCall call, boolean met, Instant due, Instant at) {
        Double seconds = call == null ? null : Duration.between(call.at(), at).toMillis() / 1000.0;
        Instant waits = due != null && at.isBefore(due) ? due : null;
        return new Result(
                Comparison.verdict(met), call == null ? null : call.body(), seconds, waits);
    }

    private static Double seconds(UpsFacts facts, Instant at) {
        return facts.lastGoodAt() == null
                ? null
                : Duration.between(facts.lastGoodAt(), at).toMillis() / 1000.0;
    }

    private static Result with(Result result, Verdict verdict) {
        return new Result(verdict, result.value(), result.ageSeconds(), null);
    }
}
