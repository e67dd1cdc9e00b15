package io.github.walnut.policy;

import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsFacts.Holding;
import io.github.walnut.ups.UpsState;
import java.time.Duration;
import java.time.Instant;

/**
 * When a fact counts as unknown: the last good poll is older than the limit. Some states outlive
 * silence: on battery, what was deduced or kept through silence, and what walNUT derives itself.
 *
 * @param limit the longer of 15 s and three poll intervals
 */
public record FactAge(Duration limit) {
    public boolean tooOld(UpsFacts facts, Instant at) {
        return facts.lastGoodAt() == null
                || Duration.between(facts.lastGoodAt(), at).compareTo(limit) > 0;
    }

    /** The first moment at which the facts are too old, or null when they never were good. */
    public Instant tooOldFrom(UpsFacts facts) {
        return facts.lastGoodAt() == null ? null : facts.lastGoodAt().plus(limit).plusMillis(1);
    }

    /** How far apart leaving one state and entering another may be: 10 s or two polls. */
    Duration transitionGap() {
        return limit.multipliedBy(2).dividedBy(3);
    }

    static boolean outlivesSilence(UpsState state, Holding holding) {
        return state.derived()
                || (state == UpsState.OB && !holding.excused())
                || !"reported".equals(holding.source());
    }
}
