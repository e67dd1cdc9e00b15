package io.github.walnut.publish;

import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Step;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Counts matches, runs and steps, and measures how long they take. */
final class RunMetrics {

    private final MeterRegistry registry;

    RunMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A match; one that a window held back makes a run without steps. */
    void created(Run run) {
        if (run.kind() != Run.Kind.EVENT) {
            return;
        }
        boolean suppressed = run.state() == RunState.SUPPRESSED;
        Counter.builder("walnut_policy_matches")
                .description("Matches by policy and by what became of them")
                .tag("policy", String.valueOf(run.policyId()))
                .tag("decision", suppressed ? "suppressed" : "matched")
                .register(registry)
                .increment();
    }

    void closed(Run run, List<Step> steps) {
        Counter.builder("walnut_runs")
                .description("Runs that ended")
                .tag("kind", run.kind().word())
                .tag("mode", run.mode().word())
                .tag("result", String.valueOf(run.result()))
                .register(registry)
                .increment();
        if (run.kind() == Run.Kind.EVENT && run.firstDispatchAt() != null) {
            Timer.builder("walnut_dispatch_delay")
                    .description("From a match to the first order of its run")
                    .publishPercentileHistogram()
                    .register(registry)
                    .record(between(run.createdAt(), run.firstDispatchAt()));
        }
        steps.forEach(this::ended);
    }

    private void ended(Step step) {
        Counter.builder("walnut_steps")
                .description("Steps of runs that ended")
                .tag("capability", step.capability())
                .tag("verb", step.verb())
                .tag("state", step.state().word())
                .register(registry)
                .increment();
        if (step.attempts().size() > 1) {
            Counter.builder("walnut_step_retries")
                    .description("Attempts beyond the first one of a step")
                    .tag("capability", step.capability())
                    .register(registry)
                    .increment(step.attempts().size() - 1.0);
        }
        if (step.intentAt() != null && step.endedAt() != null) {
            Timer.builder("walnut_step")
                    .description("From the intent of a step to its end")
                    .tag("capability", step.capability())
                    .tag("verb", step.verb())
                    .publishPercentileHistogram()
                    .register(registry)
                    .record(between(step.intentAt(), step.endedAt()));
        }
    }

    /** Clocks may be set back meanwhile. */
    private static Duration between(Instant from, Instant to) {
        Duration taken = Duration.between(from, to);
        return taken.isNegative() ? Duration.ZERO : taken;
    }
}
