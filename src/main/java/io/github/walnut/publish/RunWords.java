package io.github.walnut.publish;

import io.github.walnut.run.Gate;
import io.github.walnut.run.Obligation;
import io.github.walnut.run.Run;
import io.github.walnut.run.Step;

/** What happens to a run in one line for people. */
final class RunWords {

    private RunWords() {}

    /** Of a rehearsal: what would be done. */
    static String of(Run run, Step step) {
        String what = step.verb() + " " + target(step.target().hostId(), step.target().name());
        if (run.mode() == Run.Mode.DRY_RUN) {
            return "would " + what + ": " + step.state().word();
        }
        return what
                + ": "
                + step.state().word()
                + (step.reason() == null ? "" : " (" + step.reason() + ")");
    }

    static String of(String type, Run run) {
        String what =
                switch (type) {
                    case "run.created" -> run.kind() == Run.Kind.RECOVERY ? "recover" : "run";
                    case "run.plan_compressed" -> "hurry, since the battery does not last";
                    case "run.closed" -> "end: " + text(run.summary(), run.result());
                    default -> "go on: " + run.state().word();
                };
        String name = run.policyName();
        return run.mode() == Run.Mode.DRY_RUN ? name + " would " + what : name + ": " + what;
    }

    static String of(Obligation owed) {
        return owed.verb()
                + " "
                + target(owed.target().hostId(), owed.target().name())
                + " is owed: "
                + owed.status().word();
    }

    static String of(Gate gate) {
        return "gate "
                + gate.kind().word()
                + (gate.open() ? " opened" : " is shut")
                + (gate.detail() == null ? "" : ": " + gate.detail());
    }

    private static String target(String hostId, String name) {
        return name + " on " + hostId;
    }

    private static String text(String summary, String result) {
        return summary == null ? result : summary;
    }
}
