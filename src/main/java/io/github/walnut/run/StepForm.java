package io.github.walnut.run;

import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.ActionForm;
import io.github.walnut.policy.json.ParamsSchemas;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a step is an order that its host could ever be given: the check that saving makes. */
final class StepForm {

    private final Inventory inventory;
    private final ActionForm form = new ActionForm(new ParamsSchemas());

    StepForm(Inventory inventory) {
        this.inventory = inventory;
    }

    /** Why the present verb cannot be ordered, in one line. */
    Optional<String> fault(Step step) {
        return text(faults(step, List.of()));
    }

    /** The same, looking also at the verbs that may follow. */
    Optional<String> faultOfAny(Step step) {
        return text(faults(step, step.escalate()));
    }

    /** As a line among the preconditions of the step. */
    static DriverResult.Check failed(String fault) {
        return new DriverResult.Check("params", false, Map.of("message", fault));
    }

    private List<ActionForm.Fault> faults(Step step, List<String> escalate) {
        Map<String, Object> params =
                step.escalated()
                        ? new Verbs(inventory)
                                .of(step)
                                .map(verb -> ActionForm.fitting(verb, step.params()))
                                .orElse(step.params())
                        : step.params();
        return form.check(
                inventory.capabilities(step.target().hostId()),
                new ActionForm.Order(
                        step.capability(), step.verb(), step.target().type(), params, escalate));
    }

    private static Optional<String> text(List<ActionForm.Fault> faults) {
        return faults.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        faults.stream()
                                .map(ActionForm.Fault::message)
                                .collect(Collectors.joining("; ")));
    }
}
