package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.DurationText;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "tokens", description = "Tokens for programs that use the API.")
final class TokensCommand {

    @ParentCommand private Walnut walnut;

    @Command(name = "list", description = "Your tokens.")
    int list(
            @Option(names = "--all", description = "Those of everybody; administrators only")
                    boolean all) {
        walnut.output()
                .table(
                        walnut.api().items("api/tokens" + (all ? "?all=true" : "")),
                        "ID",
                        "/id",
                        "NAME",
                        "/name",
                        "PREFIX",
                        "/prefix",
                        "SCOPES",
                        "/scopes",
                        "EXPIRES",
                        "/expires_at",
                        "LAST USED",
                        "/last_used_at");
        return 0;
    }

    @Command(name = "create", description = "A new token; it is shown this once.")
    int create(
            @Option(names = "--name", required = true, description = "What it is for") String name,
            @Option(
                            names = "--scope",
                            required = true,
                            description =
                                    "read, metrics, dryrun, ack, webhook:NAME or execute:POLICY; repeatable")
                    List<String> scopes,
            @Option(
                            names = "--for",
                            defaultValue = "90d",
                            paramLabel = "TIME",
                            description = "Until it expires, at most 365d (${DEFAULT-VALUE})")
                    String time,
            @Option(
                            names = "--allow-ip",
                            paramLabel = "CIDR",
                            description = "Only from there; repeatable")
                    List<String> addresses) {
        ObjectNode body = Output.JSON.createObjectNode().put("name", name);
        scopes.forEach(body.putArray("scopes")::add);
        body.put("expires_at", end(time));
        if (addresses != null) {
            addresses.forEach(body.putArray("allow_ips")::add);
        }
        JsonNode token = walnut.api().post("api/tokens", body);
        walnut.output().answer(token, token.path("token").asText());
        return 0;
    }

    private static String end(String time) {
        try {
            return Instant.now().plus(DurationText.parse(time)).toString();
        } catch (IllegalArgumentException e) {
            throw new CliException(CliException.USAGE, "--for: " + e.getMessage(), e);
        }
    }

    @Command(name = "delete", description = "End a token at once.")
    int delete(@Parameters(paramLabel = "ID") String id) {
        walnut.api().delete("api/tokens/" + ApiClient.segment(id), "*");
        walnut.output().done("Deleted.");
        return 0;
    }
}
