package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "runs", description = "What was done, or would have been.")
final class RunsCommand {

    @ParentCommand private Walnut walnut;

    @Command(name = "list", description = "The newest runs first.")
    int list(
            @Option(names = "--active", description = "Only those that are not final")
                    boolean active) {
        walnut.output()
                .table(
                        walnut.api()
                                .get("api/runs?limit=50" + (active ? "&open=true" : ""))
                                .path("items"),
                        "ID",
                        "/id",
                        "AT",
                        "/created_at",
                        "POLICY",
                        "/policy_name",
                        "MODE",
                        "/mode",
                        "STATE",
                        "/state",
                        "RESULT",
                        "/result",
                        "SUMMARY",
                        "/summary");
        return 0;
    }

    @Command(name = "show", description = "One run with its steps.")
    int show(@Parameters(paramLabel = "ID") String id) {
        JsonNode run = walnut.api().get("api/runs/" + ApiClient.segment(id));
        Output output = walnut.output();
        if (output.json()) {
            output.value(run);
            return 0;
        }
        output.line(
                run.path("policy_name").asText()
                        + ", "
                        + run.path("mode").asText()
                        + ": "
                        + run.path("state").asText()
                        + " "
                        + Output.text(run.path("result"))
                        + ". "
                        + Output.text(run.path("summary")));
        output.table(
                run.path("steps"),
                "STAGE",
                "/stage",
                "HOST",
                "/host_id",
                "TARGET",
                "/target_id",
                "DOES",
                "/capability",
                "VERB",
                "/verb",
                "STATE",
                "/state",
                "REASON",
                "/reason",
                "STEP",
                "/id");
        return 0;
    }

    @Command(name = "watch", description = "Follow one run to its end; 1 when it failed.")
    int watch(@Parameters(paramLabel = "ID") String id) {
        Output output = walnut.output();
        String[] result = new String[1];
        walnut.api()
                .follow(
                        List.of("runs"),
                        message -> {
                            JsonNode data = message.path("data");
                            if (!data.path("run_id").asText(data.path("id").asText()).equals(id)) {
                                return true;
                            }
                            output.line(
                                    output.json()
                                            ? message.toString()
                                            : line(message.path("type").asText(), data));
                            result[0] =
                                    message.path("type").asText().equals("run.closed")
                                            ? data.path("result").asText()
                                            : null;
                            return result[0] == null;
                        });
        return "failed".equals(result[0]) ? CliException.FAILED : 0;
    }

    private static String line(String type, JsonNode data) {
        JsonNode step = data.path("step").isObject() ? data.path("step") : data;
        return type.equals("step.state")
                ? "  "
                        + step.path("host_id").asText()
                        + "/"
                        + step.path("target_id").asText()
                        + " "
                        + step.path("verb").asText()
                        + ": "
                        + step.path("state").asText()
                : type
                        + ": "
                        + Output.text(data.path("state"))
                        + " "
                        + Output.text(data.path("result"));
    }

    @Command(name = "cancel", description = "Send nothing more of a run; what was sent goes on.")
    int cancel(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--reason", required = true) String reason) {
        walnut.api()
                .post(
                        "api/runs/" + ApiClient.segment(id) + "/cancel",
                        Output.JSON.createObjectNode().put("reason", reason));
        walnut.output().say("Cancelled.");
        return 0;
    }

    @Command(
            name = "hold",
            description = "Send nothing new of a run, or of all, for a while; protects nothing.")
    int hold(
            @ArgGroup(multiplicity = "1") Which which,
            @Option(names = "--for", description = "Such as 10m, at most 15m", defaultValue = "10m")
                    String time,
            @Option(names = "--reason", required = true) String reason) {
        JsonNode held =
                walnut.api()
                        .post(
                                which.path() + "/hold",
                                Output.JSON
                                        .createObjectNode()
                                        .put("for", time)
                                        .put("reason", reason));
        Output output = walnut.output();
        if (output.json()) {
            output.value(held);
        } else {
            JsonNode until = held.path(which.all ? "hold_until" : "held_until");
            output.say("Held until " + until.asText() + ".");
        }
        return 0;
    }

    @Command(name = "resume", description = "End the hold of a run, or of all.")
    int resume(@ArgGroup(multiplicity = "1") Which which) {
        walnut.api().post(which.path() + "/resume", Output.JSON.createObjectNode());
        walnut.output().say("Resumed.");
        return 0;
    }

    @Command(name = "postpone", description = "Open the next stage of a run later.")
    int postpone(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--by", required = true, description = "Such as 5m, at most 15m in all")
                    String by,
            @Option(names = "--reason") String reason) {
        ObjectNode body = Output.JSON.createObjectNode().put("by", by);
        if (reason != null) {
            body.put("reason", reason);
        }
        JsonNode done = walnut.api().post("api/runs/" + ApiClient.segment(id) + "/postpone", body);
        walnut.output()
                .done(
                        done,
                        "The next stage opens at "
                                + done.path("ends_at").asText()
                                + "; "
                                + done.path("slack_seconds").asLong()
                                + " s of the battery are left after the run.");
        return 0;
    }

    @Command(name = "skip", description = "Leave out a step that was not sent.")
    int skip(
            @Parameters(paramLabel = "ID") String id,
            @Parameters(paramLabel = "STEP") String step,
            @Option(names = "--reason", required = true) String reason) {
        walnut.api()
                .post(
                        "api/runs/"
                                + ApiClient.segment(id)
                                + "/steps/"
                                + ApiClient.segment(step)
                                + "/skip",
                        Output.JSON.createObjectNode().put("reason", reason));
        walnut.output().say("Left out.");
        return 0;
    }

    @Command(name = "retry", description = "Try a step of a run that is over again.")
    int retry(
            @Parameters(paramLabel = "ID") String id,
            @Parameters(paramLabel = "STEP") String step,
            @Option(names = "--reason", required = true) String reason,
            @Option(
                            names = "--confirm",
                            description = "The target, for verbs that cannot be read back")
                    String confirm) {
        ObjectNode body = Output.JSON.createObjectNode().put("reason", reason);
        if (confirm != null) {
            body.put("confirm", confirm);
        }
        JsonNode run =
                walnut.api()
                        .post(
                                "api/runs/"
                                        + ApiClient.segment(id)
                                        + "/steps/"
                                        + ApiClient.segment(step)
                                        + "/retry",
                                body);
        walnut.output().done(run, "Run " + run.path("id").asText() + " has begun.");
        return 0;
    }

    @Command(name = "recover", description = "Start again what a run stopped, if the gates hold.")
    int recover(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--no-gates", description = "Wait for neither mains nor charge")
                    boolean withoutGates) {
        JsonNode run =
                walnut.api()
                        .post(
                                "api/runs/" + ApiClient.segment(id) + "/recover",
                                Output.JSON.createObjectNode().put("gates", !withoutGates));
        walnut.output().done(run, "Recovery run " + run.path("id").asText() + " has begun.");
        return 0;
    }

    /** One run or all of them. */
    static final class Which {

        @Parameters(paramLabel = "ID")
        String id;

        @Option(names = "--all", description = "Every run, those to come included")
        boolean all;

        String path() {
            return all ? "api/runs" : "api/runs/" + ApiClient.segment(id);
        }
    }
}
