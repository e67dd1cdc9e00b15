package io.github.walnut.rules;

import io.github.walnut.policy.TimerNews;
import io.github.walnut.policy.Trigger;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A timer of a policy that is due.
 *
 * @param trigger index of it
 * @param upsId of which a state began it, or null
 * @param dueAt when it had to fire
 * @param missed it was too late for it, so it did not fire
 */
public record FiredTimer(UUID policyId, int trigger, String upsId, Instant dueAt, boolean missed) {

    /** Those among what a round looked at, each once. */
    static void of(Collection<Candidate> looked, Consumer<FiredTimer> found) {
        Set<FiredTimer> told = new HashSet<>();
        for (Candidate candidate : looked) {
            for (int i = 0; candidate != null && i < candidate.watch().size(); i++) {
                FiredTimer timer = of(candidate, i);
                if (timer != null && told.add(timer)) {
                    found.accept(timer);
                }
            }
        }
    }

    private static FiredTimer of(Candidate candidate, int i) {
        Watch watch = candidate.watch();
        Reading.Slot slot = watch.slot(i);
        Trigger trigger = watch.trigger(slot.index());
        TimerNews news = TimerNews.of(trigger, watch.progress(i), candidate.reading().after()[i]);
        if (news == null) {
            return null;
        }
        return new FiredTimer(
                watch.policyId(),
                slot.index(),
                trigger.aboutUps() ? slot.upsId() : null,
                news.dueAt(),
                news.missed());
    }
}
