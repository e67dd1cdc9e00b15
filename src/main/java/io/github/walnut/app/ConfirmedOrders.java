package io.github.walnut.app;

import io.github.walnut.inventory.Target;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import java.util.List;

/** Shows the outcome of confirmed orders in the inventory at once. */
record ConfirmedOrders(LiveInventory inventory) implements RunListener {

    @Override
    public void changed(String type, Run run, List<Step> changed) {
        if (type.equals("step.state") && run.mode() == Run.Mode.LIVE) {
            changed.stream().filter(ConfirmedOrders::tells).forEach(this::note);
        }
    }

    private static boolean tells(Step step) {
        return step.state() == StepState.CONFIRMED
                && !step.would()
                && step.endedAt() != null
                && step.stateAfter() != null
                && Target.STATES.contains(step.stateAfter());
    }

    private void note(Step step) {
        inventory.confirmed(
                step.target().hostId(), step.target().id(), step.stateAfter(), step.endedAt());
    }
}
