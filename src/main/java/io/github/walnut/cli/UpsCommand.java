package io.github.walnut.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "ups", description = "UPSs and what they report.")
final class UpsCommand {

    @ParentCommand private Walnut walnut;

    @Command(name = "list", description = "Every UPS with its state.")
    int list() {
        walnut.output()
                .table(
                        walnut.api().get("api/ups").path("items"),
                        "UPS",
                        "/id",
                        "STATE",
                        "/state",
                        "FLAGS",
                        "/flags",
                        "CHARGE %",
                        "/battery_percent",
                        "RUNTIME S",
                        "/runtime_seconds",
                        "LOAD %",
                        "/load_percent",
                        "AGE S",
                        "/age_seconds");
        return 0;
    }

    @Command(name = "show", description = "One UPS.")
    int show(
            @Parameters(
                            paramLabel = "ID",
                            description = "upsname@server, or a bare name when it is unique")
                    String id) {
        walnut.output().object(walnut.api().get("api/ups/" + ApiClient.segment(id)));
        return 0;
    }
}
