package io.github.walnut.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "sessions",
        description = "Your logins at the server; those of others: walnut auth sessions.")
final class SessionsCommand {

    @ParentCommand private Walnut walnut;

    @Command(name = "list", description = "Where you are logged in.")
    int list() {
        walnut.output()
                .table(
                        walnut.api().items("auth/sessions"),
                        "ID",
                        "/id",
                        "KIND",
                        "/kind",
                        "SINCE",
                        "/created_at",
                        "LAST USED",
                        "/last_used_at",
                        "ADDRESS",
                        "/ip",
                        "CURRENT",
                        "/current");
        return 0;
    }

    @Command(name = "end", description = "End one of them.")
    int end(@Parameters(paramLabel = "ID") String id) {
        walnut.api().delete("auth/sessions/" + ApiClient.segment(id), "*");
        walnut.output().done("Ended.");
        return 0;
    }
}
