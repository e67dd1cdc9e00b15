package io.github.walnut.app;

import io.github.walnut.policy.LearnedTimes;
import io.github.walnut.publish.PolicyMetrics;
import io.github.walnut.run.Journal;
import io.github.walnut.run.PlanFigures;
import io.github.walnut.run.Step;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.UpsFacts;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Tells the metrics whether what was rehearsed would have ended before the battery. */
final class PlanFits {

    private final Function<String, Optional<UpsFacts>> ups;
    private final int callsInFlight;
    private final LearnedTimes times;
    private final PolicyMetrics metrics;

    PlanFits(
            Function<String, Optional<UpsFacts>> ups,
            int callsInFlight,
            LearnedTimes times,
            PolicyMetrics metrics) {
        this.ups = ups;
        this.callsInFlight = callsInFlight;
        this.times = times;
        this.metrics = metrics;
    }

    void rehearsed(Journal.Entry entry) {
        if (entry.run().policyId() == null) {
            return;
        }
        PlanFigures figures =
                PlanFigures.of(
                        entry.steps().stream().filter(Step::would).toList(),
                        callsInFlight,
                        runtime(entry.run().upsId()),
                        times);
        metrics.rehearsed(entry.run().policyId(), figures.fits(), figures.slackSeconds());
    }

    private OptionalDouble runtime(String upsId) {
        Double seconds =
                upsId == null
                        ? null
                        : ups.apply(upsId)
                                .filter(UpsFacts::known)
                                .map(facts -> facts.last().value(Metric.RUNTIME_SECONDS))
                                .orElse(null);
        return seconds == null ? OptionalDouble.empty() : OptionalDouble.of(seconds);
    }
}
