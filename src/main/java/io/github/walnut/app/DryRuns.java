package io.github.walnut.app;

import io.github.walnut.api.PolicyDryRuns;
import io.github.walnut.dispatch.Rehearsals;
import io.github.walnut.policy.LearnedTimes;
import io.github.walnut.policy.PolicyChecks;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunRequest;
import io.github.walnut.ups.Ids;
import java.util.function.BiConsumer;

/** Rehearses policies for somebody who waits, and remembers the latest of each. */
final class DryRuns implements PolicyDryRuns {

    private final Rehearsals rehearsals;
    private final Policies policies;
    private final Ids ids;
    private final int callsInFlight;
    private final LearnedTimes times;
    private final BiConsumer<StoredPolicy, Journal.Entry> done;

    /**
     * @param callsInFlight the limit of orders at once
     * @param times that targets have shown to take
     * @param done hears each rehearsal
     */
    DryRuns(
            Rehearsals rehearsals,
            Policies policies,
            Ids ids,
            int callsInFlight,
            LearnedTimes times,
            BiConsumer<StoredPolicy, Journal.Entry> done) {
        this.done = done;
        this.times = times;
        this.callsInFlight = callsInFlight;
        this.rehearsals = rehearsals;
        this.policies = policies;
        this.ids = ids;
    }

    @Override
    public Journal.Entry run(StoredPolicy policy, String upsId, boolean fresh, String actor) {
        Journal.Entry entry =
                rehearsals.rehearse(
                        new RunRequest(
                                Run.Kind.MANUAL,
                                Run.Mode.DRY_RUN,
                                policy,
                                null,
                                upsId,
                                null,
                                ids.next(),
                                null,
                                0,
                                actor,
                                "rehearsal"),
                        fresh);
        Run run = entry.run();
        done.accept(policy, entry);
        if (policy.id() != null) {
            policies.rehearsed(
                    policy.id(),
                    new PolicyChecks.DryRun(
                            run.endedAt(), run.severity(), run.id(), policy.versionInt()));
        }
        return entry;
    }

    @Override
    public int callsInFlight() {
        return callsInFlight;
    }

    @Override
    public LearnedTimes times() {
        return times;
    }
}
