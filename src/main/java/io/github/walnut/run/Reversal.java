package io.github.walnut.run;

import io.github.walnut.policy.Policy.Action.OnPowerReturn;
import java.util.Collection;
import java.util.List;

/** Which orders are to be undone at once, because power came back before their run was over. */
public final class Reversal {

    private Reversal() {}

    /**
     * The steps that were sent, are through and did not fail, latest first. Whether there is
     * anything to undo at a target is for its obligation to say.
     */
    public static List<Step> due(Run run, Collection<Step> steps) {
        return run.course().powerReturnedAt() == null || run.mode() != Run.Mode.LIVE
                ? List.of()
                : steps.stream()
                        .filter(Reversal::toUndo)
                        .sorted((a, b) -> Integer.compare(b.position(), a.position()))
                        .toList();
    }

    static boolean toUndo(Step step) {
        return step.onPowerReturn() == OnPowerReturn.REVERSE
                && step.attempt() > 0
                && RunBook.settled(step)
                && step.state() != StepState.FAILED;
    }
}
