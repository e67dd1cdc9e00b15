package io.github.walnut.api;

import io.github.walnut.run.Run;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Threshold;
import io.github.walnut.ups.UpsState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes up events. No facts change. */
@FunctionalInterface
public interface EventInjection {

    /** What a UPS is said to do. */
    sealed interface Claim {}

    record Entered(UpsState from, UpsState to) implements Claim {}

    record Crossed(Threshold threshold, double value) implements Claim {}

    /**
     * @param upsId of a known UPS
     * @param heldFor how long it counts as having been so
     * @param attrs more that stands in the event
     * @param at what the event is dated, or null for now
     * @param live runs may act for real if everything else allows it
     * @param preview only tells what would come of it: nothing is stored and no run begins
     */
    record Wish(
            String upsId,
            Claim claim,
            Duration heldFor,
            Map<String, Object> attrs,
            Instant at,
            boolean live,
            boolean preview) {

        Wish previewed() {
            return new Wish(upsId, claim, heldFor, attrs, at, live, true);
        }
    }

    /**
     * @param upsId the UPS that the decision is about
     * @param runId null when the policy did not match, or waits for another one, or in a preview
     * @param mode null without a match
     * @param decision the word for what the evaluation came to
     * @param reason why the run is a dry run, or the detail of the decision, or null
     * @param until end of the window that runs, or null
     */
    record Match(
            UUID policyId,
            String policyName,
            String upsId,
            UUID runId,
            Run.Mode mode,
            String decision,
            String reason,
            Instant until) {

        boolean live() {
            return mode == Run.Mode.LIVE;
        }
    }

    record Injected(Event event, List<Match> matches) {}

    /**
     * Stores and tells the event, and begins the runs of the policies that match; a preview does
     * neither.
     *
     * @throws IllegalArgumentException when it cannot be made up, with the reason
     */
    Injected inject(Wish wish);
}
