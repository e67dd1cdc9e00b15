package io.github.walnut.app;

import io.github.walnut.policy.LearnedTimes;
import io.github.walnut.policy.PolicyUps;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.publish.PolicyMetrics;
import io.github.walnut.run.Journal;
import io.github.walnut.run.PlanFigures;
import io.github.walnut.run.Step;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsNumbers;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Tells the metrics whether what was rehearsed would have ended before the battery. */
final class PlanFits {

    private final Supplier<List<UpsFacts>> ups;
    private final PolicyUps listening;
    private final int callsInFlight;
    private final LearnedTimes times;
    private final PolicyMetrics metrics;

    PlanFits(
            Supplier<List<UpsFacts>> ups,
            PolicyUps listening,
            int callsInFlight,
            LearnedTimes times,
            PolicyMetrics metrics) {
        this.ups = ups;
        this.listening = listening;
        this.callsInFlight = callsInFlight;
        this.times = times;
        this.metrics = metrics;
    }

    void rehearsed(StoredPolicy policy, Journal.Entry entry) {
        if (policy.id() == null) {
            return;
        }
        PlanFigures figures =
                PlanFigures.of(
                        entry.steps().stream().filter(Step::would).toList(),
                        callsInFlight,
                        runtimes(policy, entry.run().upsId()),
                        times);
        metrics.rehearsed(policy.id(), figures.fits(), figures.slackSeconds());
    }

    /** Of the UPS that was taken to match, else of each that can make the policy act. */
    private List<OptionalDouble> runtimes(StoredPolicy policy, String upsId) {
        return ups.get().stream()
                .filter(
                        facts ->
                                upsId == null
                                        ? listening.listens(policy.policy(), facts.upsId())
                                        : facts.upsId().equals(upsId))
                .map(facts -> UpsNumbers.read(facts, "runtime_seconds"))
                .toList();
    }
}
