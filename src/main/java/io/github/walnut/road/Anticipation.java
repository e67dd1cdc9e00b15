package io.github.walnut.road;

import io.github.walnut.policy.StoredPolicy;
import java.time.Instant;

/** Hears that a policy is on its way to a match, so that what its run needs can be got ready. */
@FunctionalInterface
public interface Anticipation {

    /**
     * It must not block.
     *
     * @param dueAt when the window of the trigger that waits is over; null when others are waited
     *     for
     */
    void pending(StoredPolicy policy, Instant dueAt);
}
