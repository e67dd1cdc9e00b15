package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "history",
        description = "What a UPS has reported, the newest first, whole or in buckets.")
final class UpsHistory implements Callable<Integer> {

    @ParentCommand private UpsCommand ups;

    @Parameters(paramLabel = "ID", description = "upsname@server, or a bare name when it is unique")
    private String id;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = Moments.TEXT + " (${DEFAULT-VALUE})")
    private String since;

    @Option(names = "--until", paramLabel = "TIME", description = "First moment after")
    private String until;

    @Option(
            names = "--resolution",
            paramLabel = "R",
            defaultValue = "auto",
            description = "auto, raw, or the length of a bucket such as 5m (${DEFAULT-VALUE})")
    private String resolution;

    @Option(
            names = "--limit",
            defaultValue = "100",
            description = "At most so many rows, 1…5000 (${DEFAULT-VALUE}); --csv has no limit")
    private int limit;

    @Option(names = "--csv", description = "As CSV")
    private boolean csv;

    @Override
    public Integer call() {
        List<String> query = new ArrayList<>();
        query.add("ups_id=" + ApiClient.segment(id));
        query.add("from=" + ApiClient.segment(Moments.of("--since", since)));
        if (until != null) {
            query.add("to=" + ApiClient.segment(Moments.of("--until", until)));
        }
        query.add("resolution=" + ApiClient.segment(resolution));
        Output output = ups.walnut().output();
        ApiClient api = ups.walnut().api();
        if (csv) {
            output.raw(api.text("api/ups/samples.csv?" + String.join("&", query), "text/csv"));
            return 0;
        }
        query.add("limit=" + limit);
        JsonNode page = api.get("api/ups/samples?" + String.join("&", query));
        boolean raw = page.path("resolution_seconds").isNull();
        output.table(
                page.path("items"),
                "TIME",
                "/at",
                "STATUS",
                raw ? "/status" : "/state",
                "CHARGE %",
                at("battery_percent", raw),
                "RUNTIME S",
                at("runtime_seconds", raw),
                "LOAD %",
                at("load_percent", raw),
                "IN V",
                at("input_voltage", raw));
        return 0;
    }

    /** A bucket shows its mean. */
    private static String at(String field, boolean raw) {
        return raw ? "/" + field : "/fields/" + field + "/avg";
    }
}
