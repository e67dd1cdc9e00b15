package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "events", description = "What began and ended.", subcommands = EventInject.class)
final class EventsCommand {

    private static final String SEVERITY_TEXT = "info, warn or error; repeatable";

    @ParentCommand private Walnut walnut;

    Walnut walnut() {
        return walnut;
    }

    @Command(name = "list", description = "The newest events first.")
    int list(
            @Option(names = "--since", paramLabel = "TIME", description = Moments.TEXT)
                    String since,
            @Option(names = "--until", paramLabel = "TIME", description = "First moment after")
                    String until,
            @Option(names = "--severity", description = SEVERITY_TEXT) List<String> severity,
            @Option(names = "--name", description = "Such as low_battery") String name,
            @Option(names = "--ups", paramLabel = "ID", description = "Of one UPS") String ups,
            @Option(names = "--open", description = "Only those that nobody has acknowledged")
                    boolean open,
            @Option(names = "--csv", description = "All of them as CSV") boolean csv,
            @Option(
                            names = "--limit",
                            defaultValue = "50",
                            description = "At most so many, 1…500 (${DEFAULT-VALUE})")
                    int limit) {
        List<String> query = new ArrayList<>();
        add(query, "from", since == null ? null : Moments.of("--since", since));
        add(query, "to", until == null ? null : Moments.of("--until", until));
        if (severity != null) {
            severity.forEach(word -> add(query, "severity", word));
        }
        add(query, "name", name);
        add(query, "ups_id", ups);
        add(query, "acknowledged", open ? "false" : null);
        if (csv) {
            String path = "api/events.csv?" + String.join("&", query);
            walnut.output().raw(walnut.api().text(path, "text/csv"));
            return 0;
        }
        add(query, "limit", Integer.toString(limit));
        walnut.output()
                .table(
                        walnut.api().get("api/events?" + String.join("&", query)).path("items"),
                        "TIME",
                        "/ts",
                        "SEVERITY",
                        "/severity",
                        "NAME",
                        "/name",
                        "SUBJECT",
                        "/subject/id",
                        "MESSAGE",
                        "/message",
                        "ID",
                        "/id");
        return 0;
    }

    private static void add(List<String> query, String key, String value) {
        if (value != null) {
            query.add(key + "=" + ApiClient.segment(value));
        }
    }

    @Command(
            name = "watch",
            aliases = "tail",
            description = "Follow events as they happen. Ctrl-C ends it.")
    int watch(
            @Option(names = "--severity", description = SEVERITY_TEXT) List<String> severity,
            @Option(names = "--ups", paramLabel = "ID", description = "Of one UPS, by its full id")
                    String ups) {
        Output output = walnut.output();
        walnut.api()
                .follow(
                        List.of("events"),
                        message -> {
                            JsonNode event = message.path("data");
                            if (message.path("type").asText().equals("event")
                                    && (severity == null
                                            || severity.contains(event.path("severity").asText()))
                                    && (ups == null
                                            || ups.equals(event.at("/subject/id").asText()))) {
                                show(output, event);
                            }
                            return !output.failed();
                        });
        return 0;
    }

    private static void show(Output output, JsonNode event) {
        output.line(
                output.json()
                        ? event.toString()
                        : Output.text(event.path("ts"))
                                + "  "
                                + Output.text(event.path("severity"))
                                + "  "
                                + Output.text(event.path("message")));
    }

    @Command(name = "ack", description = "Say that events were seen: these, or all up to a moment.")
    int acknowledge(
            @Parameters(paramLabel = "ID", arity = "0..*") List<String> ids,
            @Option(names = "--until", paramLabel = "TIME", description = Moments.TEXT)
                    String until,
            @Option(names = "--all", description = "All until now") boolean all,
            @Option(
                            names = "--severity",
                            description = "With --until or --all: only info, warn or error")
                    String severity) {
        int ways = (ids == null ? 0 : 1) + (until == null ? 0 : 1) + (all ? 1 : 0);
        if (ways != 1) {
            throw new CliException(
                    CliException.USAGE, "Expected one of the three: ID, --until TIME, --all");
        }
        ObjectNode body = Output.JSON.createObjectNode();
        if (ids == null) {
            body.put("until", Moments.of("--until", all ? "0s" : until));
        } else {
            ids.forEach(body.putArray("ids")::add);
        }
        if (severity != null) {
            body.put("severity", severity);
        }
        JsonNode answer = walnut.api().post("api/events/ack", body);
        walnut.output().done(answer, answer.path("acknowledged").asInt() + " newly acknowledged.");
        return 0;
    }
}
