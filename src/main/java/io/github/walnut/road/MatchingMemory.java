package io.github.walnut.road;

import io.github.walnut.policy.Decision;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.TriggerMemory;
import io.github.walnut.run.Run;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What matching keeps beyond a restart. */
public interface MatchingMemory {

    List<StoredPolicy> policies();

    List<TriggerMemory> triggers();

    /** Runs that are not final. */
    List<Run> openRuns();

    /**
     * The latest run of each policy, UPS and mode that dispatched something and was not cut short,
     * of those that were made at or after {@code since}.
     */
    List<Run> lastDispatches(Instant since);

    /** Matches that a window held back, as they were recorded at or after {@code since}. */
    List<Run> suppressed(Instant since);

    /** Runs of open outages that a person cancelled, unless the policy was released since. */
    List<Run> cancelled();

    /** A person lets a cancelled policy match again. */
    void released(UUID policyId, Instant at);

    void changed(List<TriggerMemory> triggers);

    /**
     * A match with the states that led to it: they are kept when its run is, and not before; the
     * decision then tells which run it became.
     */
    void matched(Decision match, List<TriggerMemory> triggers);

    /** A match came to no run, so that it is made again after a restart. */
    void notStarted(UUID policyId, String subject);

    /** A match was stopped by another policy: it is over without a run. */
    void stopped(UUID policyId, String subject);

    void decided(List<Decision> decisions);
}
