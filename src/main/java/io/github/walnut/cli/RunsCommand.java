package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "runs",
        description = "What was done, or would have been.",
        subcommands = RunWatch.class)
final class RunsCommand {

    @ParentCommand private Walnut walnut;

    Walnut walnut() {
        return walnut;
    }

    @Command(name = "list", description = "The newest runs first.")
    int list(
            @Option(names = "--active", description = "Only those that are not over")
                    boolean active,
            @Option(names = "--policy", paramLabel = "ID", description = "Of one policy, by its id")
                    String policy,
            @Option(names = "--ups", paramLabel = "ID", description = "Of one UPS") String ups,
            @Option(names = "--result", description = "Such as succeeded, partial or failed")
                    String result,
            @Option(names = "--mode", description = "live, dry_run, simulated or test") String mode,
            @Option(names = "--since", paramLabel = "TIME", description = Moments.TEXT)
                    String since,
            @Option(
                            names = "--limit",
                            defaultValue = "50",
                            description = "At most so many, 1…500 (${DEFAULT-VALUE})")
                    int limit) {
        List<String> query = new ArrayList<>(List.of("limit=" + limit));
        add(query, "open", active ? "true" : null);
        add(query, "policy_id", policy);
        add(query, "ups_id", ups);
        add(query, "result", result);
        add(query, "mode", mode);
        add(query, "from", since == null ? null : Moments.of("--since", since));
        walnut.output()
                .table(
                        walnut.api().get("api/runs?" + String.join("&", query)).path("items"),
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

    private static void add(List<String> query, String key, String value) {
        if (value != null) {
            query.add(key + "=" + ApiClient.segment(value));
        }
    }

    @Command(name = "show", description = "One run: its plan in time, and its steps.")
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
        if (!run.path("plan").isEmpty()) {
            output.table(
                    run.path("plan"),
                    "STAGE",
                    "/stage",
                    "STEPS",
                    "/steps",
                    "HOSTS",
                    "/hosts",
                    "PLANNED START",
                    "/planned_start_at",
                    "OPENED",
                    "/opened_at",
                    "ESTIMATE S",
                    "/estimate_seconds",
                    "BUDGET S",
                    "/budget_seconds");
        }
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

    @Command(name = "step", description = "One step with its calls and what was seen.")
    int step(
            @Parameters(paramLabel = "ID") String id,
            @Parameters(paramLabel = "STEP", description = "See walnut runs show ID") String step) {
        JsonNode detail =
                walnut.api()
                        .get(
                                "api/runs/"
                                        + ApiClient.segment(id)
                                        + "/steps/"
                                        + ApiClient.segment(step));
        Output output = walnut.output();
        output.object(detail);
        if (!output.json()) {
            for (String part : List.of("preconditions", "attempts", "evidence")) {
                detail.path(part).forEach(item -> output.line(part + "  " + item));
            }
        }
        return 0;
    }

    @Command(name = "export", description = "All that is kept of a run, as JSON.")
    int export(
            @Parameters(paramLabel = "ID") String id,
            @Option(
                            names = "-o",
                            paramLabel = "FILE",
                            description = "Write it there, not to the terminal")
                    Path file) {
        JsonNode run = walnut.api().get("api/runs/" + ApiClient.segment(id) + "/export");
        if (file == null) {
            walnut.output().value(run);
        } else {
            TextFiles.write(file, run.toPrettyString() + "\n");
            walnut.output().done("Written to " + file + ".");
        }
        return 0;
    }

    @Command(name = "cancel", description = "Send nothing more of a run; what was sent goes on.")
    int cancel(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--reason", required = true, description = ReasonText.SHORT)
                    String reason) {
        walnut.api()
                .post(
                        "api/runs/" + ApiClient.segment(id) + "/cancel",
                        Output.JSON.createObjectNode().put("reason", reason));
        walnut.output().done("Cancelled.");
        return 0;
    }

    @Command(
            name = "hold",
            description = "Send nothing new of a run, or of all, for a while; protects nothing.")
    int hold(
            @ArgGroup(multiplicity = "1") Which which,
            @Option(names = "--for", description = "Such as 10m, at most 15m", defaultValue = "10m")
                    String time,
            @Option(names = "--reason", required = true, description = ReasonText.SHORT)
                    String reason) {
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
        walnut.output().done("Resumed.");
        return 0;
    }

    @Command(name = "postpone", description = "Open the next stage of a run later.")
    int postpone(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--by", required = true, description = "Such as 5m, at most 15m in all")
                    String by,
            @Option(names = "--reason", description = ReasonText.SHORT) String reason) {
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
            @Option(names = "--reason", required = true, description = ReasonText.SHORT)
                    String reason) {
        walnut.api()
                .post(
                        "api/runs/"
                                + ApiClient.segment(id)
                                + "/steps/"
                                + ApiClient.segment(step)
                                + "/skip",
                        Output.JSON.createObjectNode().put("reason", reason));
        walnut.output().done("Left out.");
        return 0;
    }

    @Command(name = "retry", description = "Try a step of a run that is over again.")
    int retry(
            @Parameters(paramLabel = "ID") String id,
            @Parameters(paramLabel = "STEP") String step,
            @Option(names = "--reason", required = true, description = ReasonText.LIVE)
                    String reason,
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
