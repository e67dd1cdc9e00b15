package io.github.walnut.run;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How long a plan takes at the most: the budgets of its stages, one after the other. */
public final class PlanTime {

    private PlanTime() {}

    /** What is skipped or has failed already takes no time. */
    public static Duration longest(Collection<Step> steps) {
        Map<Integer, List<Step>> stages =
                steps.stream()
                        .filter(step -> step.state() == StepState.PLANNED || step.would())
                        .collect(
                                Collectors.groupingBy(
                                        Step::stage, TreeMap::new, Collectors.toList()));
        return stages.values().stream().map(Budget::ofStage).reduce(Duration.ZERO, Duration::plus);
    }
}
