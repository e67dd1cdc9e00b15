package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "inject",
        description = {
            "Make up that a UPS changed its state, and see what the policies make of it.",
            "Runs that it starts are dry runs unless --live."
        })
final class EventInject implements Callable<Integer> {

    private static final String LIVE = "RUN LIVE";

    @ParentCommand private EventsCommand events;

    @Option(
            names = "--ups",
            paramLabel = "ID",
            description = "The UPS; not needed for the only one")
    private String ups;

    @Option(
            names = "--from",
            paramLabel = "STATE",
            description = "Flag or word, such as OL or online (OL)")
    private String from;

    @Option(names = "--to", paramLabel = "STATE", description = "Such as OB, LB or on_battery (OB)")
    private String to;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description = "How long it counts as having been so, up to 24h (2m)")
    private String time;

    @Option(
            names = "--live",
            description = "Armed policies act for real; shows first which ones, for which UPSs")
    private boolean live;

    @Option(names = "--preview", description = "Only show what would come of it; no event, no run")
    private boolean preview;

    @Option(names = "--yes", description = "Do not ask")
    private boolean yes;

    @Override
    public Integer call() {
        ObjectNode body = Output.JSON.createObjectNode();
        put(body, "ups_id", ups);
        put(body, "from", from);
        put(body, "to", to);
        put(body, "duration", time);
        if (live) {
            body.put("live", true);
        }
        if (live && !preview) {
            confirm(body);
        } else if (preview) {
            body.put("preview", true);
        }
        Output output = events.walnut().output();
        JsonNode answer = events.walnut().api().post("api/admin/events", body);
        if (output.json()) {
            output.value(answer);
        } else {
            output.line(Output.text(answer.at("/event/message")));
            show(answer, output);
        }
        return 0;
    }

    /** Nobody is asked to confirm what was not shown. */
    private void confirm(ObjectNode body) {
        Output output = events.walnut().output();
        if (!yes && !output.json()) {
            output.line("This would happen:");
            show(
                    events.walnut()
                            .api()
                            .post("api/admin/events", body.deepCopy().put("preview", true)),
                    output);
        }
        Terminal.confirm(yes, LIVE, "Armed policies act on an event that is made up.");
        body.put("confirm", LIVE);
    }

    private static void show(JsonNode answer, Output output) {
        if (answer.path("matches").isEmpty()) {
            output.line("No policy listens to it.");
            return;
        }
        output.table(
                answer.path("matches"),
                "POLICY",
                "/policy_name",
                "UPS",
                "/ups_id",
                "DECISION",
                "/decision",
                "MODE",
                "/mode",
                "RUN",
                "/run_id",
                "REASON",
                "/reason");
    }

    private static void put(ObjectNode body, String key, String value) {
        if (value != null) {
            body.put(key, value);
        }
    }
}
