package io.github.walnut.road;

import io.github.walnut.policy.Decision;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.TriggerMemory;
import io.github.walnut.run.Run;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What matching keeps beyond a restart. */
public interface MatchingMemory {

    List<StoredPolicy> policies();

    List<TriggerMemory> triggers();

    /** Runs that are not final. */
    List<Run> openRuns();

    /** The match time of the latest run of each mode that dispatched something. */
    Map<Run.Mode, Instant> lastDispatch(UUID policyId, String upsId);

    void changed(List<TriggerMemory> triggers);

    /** The states that led to a match: they are kept when its run is, and not before. */
    void matched(UUID policyId, String subject, List<TriggerMemory> triggers);

    /** A match came to no run. */
    void notStarted(UUID policyId, String subject);

    void decided(List<Decision> decisions);
}
