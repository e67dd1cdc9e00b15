package io.github.walnut.run;

import io.github.walnut.policy.LearnedTimes;
import io.github.walnut.policy.StageTime;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How long a plan may take with the limit of orders at once, and whether the battery lasts for it.
 *
 * @param planSeconds the budgets of its stages; 0 when nothing is to be done
 * @param runtimeSeconds how long the battery lasts, or empty when unknown
 * @param enough the number of orders at once with which it would fit, when the limit is all that
 *     keeps it from fitting
 */
public record PlanFigures(double planSeconds, OptionalDouble runtimeSeconds, OptionalInt enough) {

    /** The code of the finding. */
    public static final String LIMITED = "concurrency_limit";

    /**
     * @param steps that are still to be done
     * @param atOnce the limit of orders in flight over all hosts
     */
    public static PlanFigures of(Collection<Step> steps, int atOnce, OptionalDouble runtime) {
        return of(steps, atOnce, runtime, LearnedTimes.NONE);
    }

    /**
     * @param learned stands in for the budgets of the targets that have shown how long they take
     */
    public static PlanFigures of(
            Collection<Step> steps, int atOnce, OptionalDouble runtime, LearnedTimes learned) {
        List<StageTime> stages = stages(steps, learned);
        Duration available = Duration.ofMillis(Math.round(runtime.orElse(0) * 1000));
        return new PlanFigures(
                StageTime.total(stages, atOnce).toMillis() / 1000.0,
                runtime,
                runtime.isPresent()
                        ? StageTime.enough(stages, atOnce, available)
                        : OptionalInt.empty());
    }

    /**
     * Against the battery that ends first. While one of several does not tell how long it lasts, it
     * is not known that the plan fits; that it does not may be.
     *
     * @param runtimes of all batteries, empty where unknown
     */
    public static PlanFigures of(
            Collection<Step> steps,
            int atOnce,
            Collection<OptionalDouble> runtimes,
            LearnedTimes learned) {
        OptionalDouble least =
                runtimes.stream()
                        .filter(OptionalDouble::isPresent)
                        .mapToDouble(OptionalDouble::getAsDouble)
                        .min();
        PlanFigures figures = of(steps, atOnce, least, learned);
        return runtimes.stream().anyMatch(OptionalDouble::isEmpty)
                        && Boolean.TRUE.equals(figures.fits())
                ? of(steps, atOnce, OptionalDouble.empty(), learned)
                : figures;
    }

    private static List<StageTime> stages(Collection<Step> steps, LearnedTimes learned) {
        return steps.stream()
                .collect(Collectors.groupingBy(Step::stage, TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(stage -> new StageTime(Budget.ofStage(stage, learned), hosts(stage)))
                .toList();
    }

    private static int hosts(List<Step> stage) {
        return (int) stage.stream().map(step -> step.target().hostId()).distinct().count();
    }

    /** Null while the runtime is unknown. */
    public Boolean fits() {
        return runtimeSeconds.isPresent() ? planSeconds <= runtimeSeconds.getAsDouble() : null;
    }

    /** What the battery lasts longer than the plan, negative when it does not; null as above. */
    public Double slackSeconds() {
        return runtimeSeconds.isPresent() ? runtimeSeconds.getAsDouble() - planSeconds : null;
    }

    /** One sentence, or null when the limit is not what keeps the plan from fitting. */
    public String warning() {
        return enough.isEmpty()
                ? null
                : "concurrency_limit: the plan may take %.0f s and the battery lasts %.0f s; %d orders at once would do"
                        .formatted(planSeconds, runtimeSeconds.getAsDouble(), enough.getAsInt());
    }
}
