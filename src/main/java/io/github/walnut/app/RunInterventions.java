package io.github.walnut.app;

import io.github.walnut.api.RunControl;
import io.github.walnut.dispatch.Dispatcher;
import io.github.walnut.run.Countdown;
import io.github.walnut.run.PostponeRule;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunRefusedException;
import io.github.walnut.run.RunRefusedException.Why;
import io.github.walnut.run.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** What people do to runs, by way of the dispatcher. */
final class RunInterventions implements RunControl {

    private final Dispatcher dispatcher;
    private final Predicate<UUID> mayActLive;

    /**
     * @param mayActLive whether a run of the policy would act for real now
     */
    RunInterventions(Dispatcher dispatcher, Predicate<UUID> mayActLive) {
        this.dispatcher = dispatcher;
        this.mayActLive = mayActLive;
    }

    @Override
    public void cancel(UUID runId, String reason, String actor) {
        switch (dispatcher.cancel(runId, actor, reason)) {
            case CANCELLED -> {}
            case TOO_LATE ->
                    throw new RunRefusedException(
                            Why.COMMITTED, "run " + runId + " has sent what cannot be taken back");
            case NOT_RUNNING ->
                    throw new RunRefusedException(Why.CLOSED, "run " + runId + " is over");
        }
    }

    @Override
    public Instant hold(UUID runId, Duration time, String reason, String actor) {
        return dispatcher.interventions().hold(runId, time, actor, reason).until();
    }

    @Override
    public void resume(UUID runId) {
        dispatcher.interventions().resume(runId);
    }

    @Override
    public void holdAll(Duration time, String reason, String actor) {
        dispatcher.interventions().holdAll(time, actor, reason);
    }

    @Override
    public void resumeAll() {
        dispatcher.interventions().resumeAll();
    }

    @Override
    public Postponed postpone(UUID runId, Duration by) {
        PostponeRule.Postponed done = dispatcher.interventions().postpone(runId, by);
        return new Postponed(done.endsAt(), done.slack().toSeconds());
    }

    @Override
    public UUID retry(Run run, Step step, String reason, String confirmed, String actor) {
        return dispatcher
                .interventions()
                .retry(run, step, actor, reason, confirmed, mayActLive.test(run.policyId()));
    }

    @Override
    public List<Countdown> countdowns(UUID runId) {
        return dispatcher.countdowns(runId);
    }

    @Override
    public void skip(UUID runId, UUID stepId) {
        dispatcher.interventions().skip(runId, stepId);
    }
}
