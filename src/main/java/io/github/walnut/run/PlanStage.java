package io.github.walnut.run;

import io.github.walnut.policy.LearnedTimes;
import io.github.walnut.policy.StageTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One stage of a plan in time.
 *
 * @param hosts that get orders in it
 * @param plannedStartAt when it opens if every stage before it takes its estimate, counted from the
 *     last one that did open; where a person moved it, that moment
 * @param openedAt when it did open, or null
 * @param budget from its opening to the moment at which the next one opens in any case
 * @param estimate the time that it may take: where its targets have shown how long they take, that
 *     counts instead of their budget; hosts that wait for a free order add to it
 */
public record PlanStage(
        int stage,
        int steps,
        int hosts,
        Instant plannedStartAt,
        Instant openedAt,
        Duration budget,
        Duration estimate) {

    /** Why a plan does nothing to a target. */
    private static final Set<String> LEFT_OUT =
            Set.of(Reasons.EXCLUDED, Reasons.STILL_FED, Reasons.EMPTY_SELECTION);

    /**
     * In rising order; empty for a run without steps.
     *
     * @param atOnce the limit of orders in flight over all hosts
     */
    public static List<PlanStage> of(
            Run run, Collection<Step> steps, int atOnce, LearnedTimes learned) {
        Map<Integer, List<Step>> stages =
                steps.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Step::stage, TreeMap::new, Collectors.toList()));
        List<PlanStage> plan = new ArrayList<>();
        Instant start = run.createdAt();
        for (Map.Entry<Integer, List<Step>> stage : stages.entrySet()) {
            List<Step> of = stage.getValue();
            List<Step> acting = of.stream().filter(PlanStage::acts).toList();
            int hosts =
                    (int) acting.stream().map(step -> step.target().hostId()).distinct().count();
            StageTime time = new StageTime(Budget.ofStage(acting, learned), hosts);
            Duration estimate = StageTime.total(List.of(time), atOnce);
            start = run.course().openings().getOrDefault(stage.getKey(), start);
            Instant opened = Stages.openedAt(run, stage.getKey(), of).orElse(null);
            plan.add(
                    new PlanStage(
                            stage.getKey(),
                            of.size(),
                            hosts,
                            start,
                            opened,
                            Budget.ofStage(of),
                            estimate));
            start = (opened == null ? start : opened).plus(estimate);
        }
        return plan;
    }

    private static boolean acts(Step step) {
        return step.reason() == null || !LEFT_OUT.contains(step.reason());
    }
}
