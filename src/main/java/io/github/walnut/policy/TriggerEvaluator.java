package io.github.walnut.policy;

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
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Tells how far a trigger is for one subject: a pure function of what it remembered, the facts and
 * the time. A new kind of trigger is one more case in each of the two methods.
 */
public final class TriggerEvaluator {
    /** States that count although they held before the policy did. */
    static final Set<UpsState> OUTAGE =
            EnumSet.of(
                    UpsState.OB,
                    UpsState.LB,
                    UpsState.FSD,
                    UpsState.OFF,
                    UpsState.OVER,
                    UpsState.BYPASS,
                    UpsState.CRITICAL,
                    UpsState.COMM_LOST);

    private final FactAge age;
    private final ThresholdEvaluator thresholds;
    private final TimerEvaluator timers;
    private final WebhookEvaluator webhooks = new WebhookEvaluator();

    /**
     * @param system the zone of schedules that name none
     */
    public TriggerEvaluator(FactAge age, ZoneId system) {
        this.age = age;
        this.thresholds = new ThresholdEvaluator(age);
        this.timers = new TimerEvaluator(new Schedules(system));
    }

    /**
     * The first look of a policy that was just enabled, armed or changed. A state that holds
     * already counts from now if it is one of an outage; any other must be entered anew.
     */
    public TriggerProgress begin(Trigger trigger, Sight sight) {
        if (trigger instanceof At timer) {
            return timers.begin(timer, sight.at());
        }
        if (trigger instanceof Webhook webhook) {
            return webhooks.begin(webhook.name(), sight);
        }
        if (trigger instanceof After after && after.state() == null) {
            return webhooks.begin(after.webhook(), sight);
        }
        return begin(trigger, sight.ups(), sight.at());
    }

    private TriggerProgress begin(Trigger trigger, UpsFacts facts, Instant at) {
        TriggerProgress start = TriggerProgress.unmetSince(at);
        if (facts == null) {
            return start;
        }
        if (trigger instanceof Threshold threshold) {
            return thresholds.begin(threshold, facts, at);
        }
        if (trigger instanceof InState in) {
            return beginIn(start, trigger.ups(), in.state(), in.causes(), in.holdFor(), facts, at);
        }
        if (trigger instanceof After after) {
            return beginIn(
                    start, trigger.ups(), after.state(), List.of(), after.after(), facts, at);
        }
        Transition transition = (Transition) trigger;
        Holding from = holding(facts, transition.from());
        TriggerProgress seen = from == null ? start : start.from(from.epoch(), null);
        return transition.to() == null
                ? seen
                : beginIn(
                        seen,
                        trigger.ups(),
                        transition.to(),
                        List.of(),
                        transition.stableFor(),
                        facts,
                        at);
    }

    private TriggerProgress beginIn(
            TriggerProgress start,
            UpsScope scope,
            UpsState state,
            List<String> causes,
            Duration window,
            UpsFacts facts,
            Instant at) {
        Holding raw = holding(facts, state);
        if (raw == null) {
            return start;
        }
        TriggerProgress entered = start.entered(raw.epoch(), OUTAGE.contains(state));
        boolean counts = !entered.ignored() && counts(scope, state, causes, raw, facts, at);
        return counts ? entered.pending(window, at) : entered;
    }

    public TriggerProgress look(Trigger trigger, TriggerProgress before, Sight sight) {
        if (trigger instanceof At timer) {
            return timers.look(timer, before, sight.at());
        }
        if (trigger instanceof Webhook webhook) {
            return webhooks.called(webhook, before, sight);
        }
        if (trigger instanceof After after && after.state() == null) {
            return webhooks.after(after, before, sight);
        }
        return sight.ups() == null || sight.ups().awaitsPoll()
                ? before
                : look(trigger, before, sight.ups(), sight.at());
    }

    /** What is noted of a trigger that may not be judged yet: when a state was left. */
    public TriggerProgress follow(Trigger trigger, TriggerProgress before, Sight sight) {
        return trigger instanceof Transition transition && sight.ups() != null
                ? watchFrom(transition, before, sight.ups(), sight.at())
                : before;
    }

    /**
     * Whether that for which the trigger was met still holds: its state does, or it was met by an
     * occurrence, which does not cease.
     */
    public boolean stillHolds(Trigger trigger, TriggerProgress before, Sight sight) {
        if (trigger instanceof After after && after.state() != null) {
            UpsFacts facts = sight.ups();
            Holding raw = facts == null ? null : holding(facts, after.state());
            return raw != null
                    && counts(after.ups(), after.state(), List.of(), raw, facts, sight.at());
        }
        return !trigger.aboutUps() || look(trigger, before, sight).met();
    }

    private TriggerProgress look(
            Trigger trigger, TriggerProgress before, UpsFacts facts, Instant at) {
        if (trigger instanceof Threshold threshold) {
            return thresholds.look(threshold, before, facts, at);
        }
        if (trigger instanceof InState in) {
            return inState(in, before, facts, at);
        }
        if (trigger instanceof After after) {
            return afterState(after, before, facts, at);
        }
        Transition transition = (Transition) trigger;
        TriggerProgress seen = watchFrom(transition, before, facts, at);
        return transition.to() == null
                ? stayedLeft(transition, seen, facts, at)
                : entered(transition, seen, facts, at);
    }

    private TriggerProgress inState(
            InState trigger, TriggerProgress before, UpsFacts facts, Instant at) {
        Holding raw = holding(facts, trigger.state());
        if (raw == null) {
            return before.unmet(at, false);
        }
        TriggerProgress seen = before;
        if (isNew(raw, before)) {
            seen = before.entered(raw.epoch(), !raw.initial() || OUTAGE.contains(trigger.state()));
        }
        return held(
                seen,
                trigger,
                trigger.state(),
                trigger.causes(),
                trigger.holdFor(),
                raw,
                facts,
                at);
    }

    /** Counts from the entering of the state and is over when that is left. */
    private TriggerProgress afterState(
            After trigger, TriggerProgress before, UpsFacts facts, Instant at) {
        Holding raw = holding(facts, trigger.state());
        if (raw == null) {
            return before.unmet(at, false);
        }
        TriggerProgress seen = before;
        if (isNew(raw, before)) {
            seen = before.entered(raw.epoch(), !raw.initial() || OUTAGE.contains(trigger.state()));
        }
        if (seen.ignored()) {
            return seen.unmet(at, false);
        }
        if (!counts(trigger.ups(), trigger.state(), List.of(), raw, facts, at)) {
            boolean unknown = age.tooOld(facts, at);
            return seen.unmet(at, unknown);
        }
        if (seen.state() != Trigger.State.UNMET) {
            return seen.countdown(at, facts.unobserved());
        }
        Instant start = seen.lost() ? at : raw.since().plus(facts.unobserved());
        return seen.countdown(start.plus(trigger.after()), at);
    }

    private TriggerProgress entered(
            Transition trigger, TriggerProgress before, UpsFacts facts, Instant at) {
        Holding raw = holding(facts, trigger.to());
        if (raw == null) {
            return before.unmet(at, false);
        }
        TriggerProgress seen =
                isNew(raw, before)
                        ? before.entered(
                                raw.epoch(), before.inTest() || admits(trigger, before, raw))
                        : before;
        boolean inTest = raw.excused() && !trigger.ups().includeTests() && !seen.ignored();
        return held(seen, trigger, trigger.to(), List.of(), trigger.stableFor(), raw, facts, at)
                .inTest(inTest);
    }

    private TriggerProgress held(
            TriggerProgress seen,
            Trigger trigger,
            UpsState state,
            List<String> causes,
            Duration window,
            Holding raw,
            UpsFacts facts,
            Instant at) {
        if (seen.ignored()) {
            return seen.unmet(at, false);
        }
        if (counts(trigger.ups(), state, causes, raw, facts, at)) {
            return seen.holding(raw.since().plus(facts.unobserved()), window, at);
        }
        boolean unknown = age.tooOld(facts, at) && !FactAge.outlivesSilence(state, raw);
        return seen.unmet(at, unknown);
    }

    /**
     * Whether the entering follows a leaving of {@code from}, or is the first sight of an outage.
     */
    private boolean admits(Transition trigger, TriggerProgress before, Holding raw) {
        boolean outage = OUTAGE.contains(trigger.to());
        if (raw.initial()) {
            return outage;
        }
        if (trigger.from() == null) {
            return true;
        }
        Instant left = before.leftAt();
        return left != null
                && !raw.since().isBefore(left)
                && Duration.between(left, raw.since()).compareTo(age.transitionGap()) <= 0;
    }

    private static TriggerProgress watchFrom(
            Transition trigger, TriggerProgress before, UpsFacts facts, Instant at) {
        if (trigger.from() == null) {
            return before;
        }
        Holding from = holding(facts, trigger.from());
        if (from != null) {
            return before.from(from.epoch(), null);
        }
        boolean justLeft = before.fromEpoch() != null && before.leftAt() == null;
        Instant left = facts.updatedAt() == null ? at : facts.updatedAt();
        return justLeft ? before.from(before.fromEpoch(), left) : before;
    }

    private TriggerProgress stayedLeft(
            Transition trigger, TriggerProgress seen, UpsFacts facts, Instant at) {
        if (seen.leftAt() == null) {
            return seen.unmet(at, false);
        }
        if (age.tooOld(facts, at)) {
            return seen.unmet(at, true);
        }
        TriggerProgress left =
                seen.fromEpoch().equals(seen.epoch()) ? seen : seen.entered(seen.fromEpoch(), true);
        return left.holding(left.leftAt().plus(facts.unobserved()), trigger.stableFor(), at);
    }

    private boolean counts(
            UpsScope scope,
            UpsState state,
            List<String> causes,
            Holding raw,
            UpsFacts facts,
            Instant at) {
        if (raw.excused() && !scope.includeTests()) {
            return false;
        }
        if (!causes.isEmpty() && !causes.contains(facts.cause())) {
            return false;
        }
        return !age.tooOld(facts, at) || FactAge.outlivesSilence(state, raw);
    }

    private static boolean isNew(Holding raw, TriggerProgress before) {
        return before.epoch() == null || before.epoch() != raw.epoch();
    }

    private static Holding holding(UpsFacts facts, UpsState state) {
        return state == null ? null : facts.states().get(state);
    }
}
