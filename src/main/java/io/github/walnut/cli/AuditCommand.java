package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "audit",
        description = {
            "Who did what.",
            "With a token or --server the server is asked; else the database on this machine."
        })
final class AuditCommand {

    @ParentCommand private Walnut walnut;

    @Command(name = "list", description = "The newest rows first.")
    int list(
            @Option(names = "--since", paramLabel = "TIME", description = Moments.TEXT)
                    String since,
            @Option(names = "--actor", description = "E-mail, system or cli") String actor,
            @Option(
                            names = "--limit",
                            defaultValue = "50",
                            description = "At most so many, 1…500 (${DEFAULT-VALUE})")
                    int limit) {
        if (limit < 1 || limit > 500) {
            throw new CliException(CliException.USAGE, "--limit: expected 1 to 500, got " + limit);
        }
        String from = since == null ? null : Moments.of("--since", since);
        walnut.output()
                .table(
                        walnut.access().remote()
                                ? walnut.api().get(path(from, actor, limit)).path("items")
                                : walnut.local()
                                        .vault()
                                        .auditList(walnut.configuration(), from, actor, limit),
                        "SEQ",
                        "/seq",
                        "TIME",
                        "/at",
                        "ACTOR",
                        "/actor",
                        "ACTION",
                        "/action",
                        "OBJECT",
                        "/object",
                        "OUTCOME",
                        "/outcome",
                        "REASON",
                        "/reason");
        return 0;
    }

    private static String path(String since, String actor, int limit) {
        List<String> query = new ArrayList<>(List.of("limit=" + limit));
        if (since != null) {
            query.add("since=" + ApiClient.segment(since));
        }
        if (actor != null) {
            query.add("actor=" + ApiClient.segment(actor));
        }
        return "api/audit?" + String.join("&", query);
    }

    @Command(
            name = "verify",
            description = {
                "Whether no row was changed, removed, moved or cut off; 1 if one was.",
                "The newest row is signed in the database, and the server remembers the one it saw last; --head",
                "compares with a copy of your own, in case the whole file was put back as it was earlier."
            })
    int verify(
            @Option(
                            names = "--head",
                            paramLabel = "SEQ:HASH",
                            description = "A head that the log of the program told earlier")
                    String head) {
        if (head != null
                && (walnut.access().remote() || !head.matches("[1-9][0-9]{0,17}:[0-9a-f]{64}"))) {
            throw new CliException(
                    CliException.USAGE,
                    "--head: expected SEQ:HASH, and no token or --server, got '" + head + "'");
        }
        JsonNode found =
                walnut.access().remote()
                        ? walnut.api().post("api/audit/verify", Output.JSON.createObjectNode())
                        : walnut.local().vault().auditVerify(walnut.configuration(), head);
        boolean ok = found.path("ok").asBoolean();
        walnut.output()
                .answer(
                        found,
                        ok
                                ? found.path("rows").asLong()
                                        + " rows are as they were written, up to the newest one that was."
                                : "Row "
                                        + found.path("first_bad_seq").asText()
                                        + " is not as it was written.");
        return ok ? 0 : CliException.FAILED;
    }
}
