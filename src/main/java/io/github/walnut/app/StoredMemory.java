package io.github.walnut.app;

import io.github.walnut.policy.Decision;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.TriggerMemory;
import io.github.walnut.road.MatchingMemory;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Run;
import io.github.walnut.store.DecisionLog;
import io.github.walnut.store.PolicyRepository;
import io.github.walnut.store.RunQueries;
import io.github.walnut.store.StoreUnavailableException;
import io.github.walnut.store.TriggerStates;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What matching keeps beyond a restart, in the store. Matching goes on when it cannot be written.
 */
final class StoredMemory implements MatchingMemory {

    private static final Logger LOG = LoggerFactory.getLogger(StoredMemory.class);

    private final PolicyRepository policies;
    private final TriggerStates triggers;
    private final DecisionLog decisions;
    private final Journal journal;
    private final RunQueries runs;

    StoredMemory(
            PolicyRepository policies,
            TriggerStates triggers,
            DecisionLog decisions,
            Journal journal,
            RunQueries runs) {
        this.policies = policies;
        this.triggers = triggers;
        this.decisions = decisions;
        this.journal = journal;
        this.runs = runs;
    }

    @Override
    public List<StoredPolicy> policies() {
        return policies.all().stream().filter(policy -> policy.policy() != null).toList();
    }

    @Override
    public List<TriggerMemory> triggers() {
        return triggers.all();
    }

    @Override
    public List<Run> openRuns() {
        return journal.unfinished().stream().map(Journal.Entry::run).toList();
    }

    @Override
    public List<Run> lastDispatches(Instant since) {
        return runs.lastDispatches(since);
    }

    @Override
    public List<Run> suppressed(Instant since) {
        return runs.suppressed(since);
    }

    @Override
    public List<Run> cancelled() {
        return runs.cancelledInOutage();
    }

    @Override
    public void released(UUID policyId, Instant at) {
        runs.released(policyId, at);
    }

    @Override
    public void changed(List<TriggerMemory> states) {
        keep("the state of triggers", () -> triggers.put(states));
    }

    @Override
    public void matched(Decision match, List<TriggerMemory> states) {
        triggers.hold(match, states);
    }

    @Override
    public void notStarted(UUID policyId, String subject) {
        triggers.release(policyId, subject);
    }

    @Override
    public void stopped(UUID policyId, String subject) {
        keep("the state of triggers", () -> triggers.settle(policyId, subject));
    }

    @Override
    public void decided(List<Decision> made) {
        keep("decisions", () -> decisions.append(made));
    }

    private static void keep(String what, Runnable writing) {
        try {
            writing.run();
        } catch (StoreUnavailableException e) {
            LOG.error("The store did not take {}: {}", what, e.getMessage());
        } catch (RuntimeException e) {
            // The matches of this round must be run, whatever is wrong with what is kept of them.
            LOG.error("The store refused {}", what, e);
        }
    }
}
