package io.github.walnut.policy;

import java.time.Instant;

/**
 * Tells how far a trigger by a webhook, or by a time after its call, is. The epoch of its progress
 * is the number of the call that was dealt with last.
 */
final class WebhookEvaluator {

    /** Calls before this moment do not count. */
    TriggerProgress begin(String name, Sight sight) {
        TriggerProgress start = TriggerProgress.unmetSince(sight.at());
        WebhookCall call = sight.calls().get(name);
        return call == null ? start : start.entered(call.number(), false);
    }

    TriggerProgress called(Trigger.Webhook trigger, TriggerProgress before, Sight sight) {
        WebhookCall call = sight.calls().get(trigger.name());
        Instant at = sight.at();
        if (isNew(call, before) && call.holds(trigger.match())) {
            Instant until = call.at().plus(trigger.validFor());
            TriggerProgress seen = before.entered(call.number(), true);
            return at.isBefore(until) || trigger.validFor().isZero()
                    ? seen.metUntil(until, at)
                    : seen.unmet(at, false);
        }
        return before.met() && at.isBefore(before.dueAt()) ? before : before.unmet(at, false);
    }

    TriggerProgress after(Trigger.After trigger, TriggerProgress before, Sight sight) {
        WebhookCall call = sight.calls().get(trigger.webhook());
        if (isNew(call, before)) {
            return before.entered(call.number(), true)
                    .countdown(call.at().plus(trigger.after()), sight.at());
        }
        return before.epoch() == null || before.ignored() ? before : before.countdown(sight.at());
    }

    private static boolean isNew(WebhookCall call, TriggerProgress before) {
        return call != null && (before.epoch() == null || call.number() > before.epoch());
    }
}
