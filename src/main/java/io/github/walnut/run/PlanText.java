package io.github.walnut.run;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A plan as text of which equal plans have equal bytes: no generated ids, no times of day. */
final class PlanText {

    private PlanText() {}

    static String of(Run run, List<Step> steps) {
        String head =
                CanonicalJson.of(
                        Arrays.asList(run.policyId(), run.behaviourHash(), run.mode().word()));
        return steps.stream()
                .map(PlanText::line)
                .collect(Collectors.joining("\n", head + "\n", ""));
    }

    private static String line(Step step) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("position", step.position());
        fields.put("stage", step.stage());
        fields.put("action", step.actionId());
        fields.put("after", step.after());
        fields.put("delay", step.delay());
        fields.put("budget", step.budget());
        fields.put("host", step.target().hostId());
        fields.put("target", step.target().id());
        fields.put("capability", step.capability());
        fields.put("verb", step.verb());
        fields.put("escalate", step.escalate());
        fields.put("params", step.params());
        fields.put("continue_on_error", step.continueOnError());
        fields.put("on_power_return", step.onPowerReturn());
        fields.put("key", step.idempotencyKey());
        fields.put("state", step.state().word());
        fields.put("reason", step.reason());
        return CanonicalJson.of(fields);
    }
}
