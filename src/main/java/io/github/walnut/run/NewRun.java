package io.github.walnut.run;

import io.github.walnut.policy.Decision;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.ups.Ids;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Makes the run and the steps of a request. */
public final class NewRun {

    private final Planner planner;
    private final Ids ids;

    public NewRun(Planner planner, Ids ids) {
        this.planner = planner;
        this.ids = ids;
    }

    /**
     * @param notes of the plan, one sentence each
     */
    public record Planned(RunBook book, List<String> notes) {}

    public Planned of(RunRequest request, long epoch, Instant now) {
        UUID id = ids.next();
        Plan plan = planner.plan(id, request, now);
        Run run = run(id, request, plan, epoch, now);
        RunBook book = new RunBook(run, plan.steps(), RunTerms.of(request.policy().policy(), run));
        return new Planned(book, plan.notes());
    }

    private static Run run(UUID id, RunRequest request, Plan plan, long epoch, Instant now) {
        StoredPolicy policy = request.policy();
        Optional<Decision> decision = Optional.ofNullable(request.decision());
        return new Run(
                id,
                request.kind(),
                request.mode(),
                policy.id(),
                policy.policy().name(),
                policy.policy().priority(),
                policy.versionInt(),
                policy.behaviourHash(),
                policy.document(),
                plan.hash(),
                policy.policy().globalLock() == null ? RunState.RUNNING : RunState.ACCEPTED,
                policy.policy().globalLock() == null ? null : LockRule.WAITING,
                null,
                plan.severity(),
                request.reason(),
                null,
                request.upsId(),
                request.event(),
                request.correlationId(),
                request.outageId(),
                request.episode(),
                null,
                decision.map(Decision::triggers).orElse(List.of()),
                decision.map(Decision::conditions).orElse(List.of()),
                request.actor(),
                epoch,
                0,
                Course.NONE,
                now,
                null,
                null,
                null);
    }
}
