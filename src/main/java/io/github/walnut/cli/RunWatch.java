package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "watch",
        description = {
            "Follow one run to its end, step by step; 1 when something of it failed.",
            "With --json the run as it ended. Ctrl-C ends the watching, not the run."
        })
final class RunWatch implements Callable<Integer> {

    private static final Set<String> OVER = Set.of("done", "cancelled", "suppressed");
    private static final Set<String> BAD = Set.of("failed", "partial", "cancelled");

    @ParentCommand private RunsCommand runs;

    @Parameters(paramLabel = "ID")
    private String id;

    private final Map<String, String> stepStates = new HashMap<>();
    private String runState = "";

    @Override
    public Integer call() {
        ApiClient api = runs.walnut().api();
        String path = "api/runs/" + ApiClient.segment(id);
        if (!show(api.get(path))) {
            api.follow(List.of("runs"), message -> !news(api, path, message));
        }
        JsonNode run = api.get(path);
        if (runs.walnut().output().json()) {
            runs.walnut().output().value(run);
        }
        return BAD.contains(run.path("result").asText()) ? CliException.FAILED : 0;
    }

    /** What happened between the look and the subscription is looked at once it stands. */
    private boolean news(ApiClient api, String path, JsonNode message) {
        boolean begins = message.path("type").asText().equals("subscribed");
        boolean ours = message.at("/data/run_id").asText().equals(id);
        return (begins || ours) && show(api.get(path));
    }

    /** Prints what is new of it; whether it is over. */
    private boolean show(JsonNode run) {
        for (JsonNode step : run.path("steps")) {
            String state = step.path("state").asText();
            if (!state.equals(stepStates.put(step.path("id").asText(), state))
                    && !state.equals("planned")) {
                say(
                        "  "
                                + Output.text(step.path("host_id"))
                                + "/"
                                + Output.text(step.path("target_id"))
                                + " "
                                + Output.text(step.path("verb"))
                                + ": "
                                + state
                                + because(step));
            }
        }
        String state = run.path("state").asText();
        if (!state.equals(runState)) {
            runState = state;
            say(
                    Output.text(run.path("policy_name"))
                            + ": "
                            + state
                            + (run.hasNonNull("result") ? ", " + run.path("result").asText() : ""));
        }
        return OVER.contains(state);
    }

    private static String because(JsonNode step) {
        return step.hasNonNull("reason") ? " (" + Output.text(step.path("reason")) + ")" : "";
    }

    private void say(String text) {
        Output output = runs.walnut().output();
        if (!output.json()) {
            output.line(text);
        }
    }
}
