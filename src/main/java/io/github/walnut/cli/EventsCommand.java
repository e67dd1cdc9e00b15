package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "events", description = "What began and ended.")
final class EventsCommand {

    @ParentCommand private Walnut walnut;

    @Command(name = "list", description = "The newest events first.")
    int list(
            @Option(
                            names = "--since",
                            paramLabel = "TIME",
                            description = "RFC 3339, for example 2026-05-02T08:00:00Z")
                    String since,
            @Option(names = "--severity", description = "info, warn or error")
                    List<String> severity,
            @Option(names = "--ups", paramLabel = "ID") String ups,
            @Option(
                            names = "--limit",
                            defaultValue = "50",
                            description = "At most so many, 1…500 (${DEFAULT-VALUE})")
                    int limit) {
        List<String> query = new ArrayList<>(List.of("limit=" + limit));
        if (since != null) {
            query.add("from=" + ApiClient.segment(since));
        }
        if (severity != null) {
            severity.forEach(word -> query.add("severity=" + ApiClient.segment(word)));
        }
        if (ups != null) {
            query.add("ups_id=" + ApiClient.segment(ups));
        }
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
                        "/message");
        return 0;
    }

    @Command(name = "watch", description = "Follow events as they happen. Ctrl-C ends it.")
    int watch() {
        Output output = walnut.output();
        walnut.api()
                .follow(
                        List.of("events"),
                        message -> {
                            if (message.path("type").asText().equals("event")) {
                                JsonNode event = message.path("data");
                                output.line(
                                        output.json()
                                                ? event.toString()
                                                : Output.text(event.path("ts"))
                                                        + "  "
                                                        + Output.text(event.path("severity"))
                                                        + "  "
                                                        + Output.text(event.path("message")));
                            }
                            return true;
                        });
        return 0;
    }
}
