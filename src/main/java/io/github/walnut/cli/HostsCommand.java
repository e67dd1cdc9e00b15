package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "hosts", description = "Systems that walNUT acts on.")
final class HostsCommand {

    @ParentCommand private Walnut walnut;

    @Command(name = "list", description = "Every host with its state.")
    int list() {
        walnut.output()
                .table(
                        walnut.api().items("api/hosts"),
                        "ID",
                        "/id",
                        "NAME",
                        "/name",
                        "TYPE",
                        "/type_id",
                        "STATE",
                        "/state",
                        "ADDRESS",
                        "/address");
        return 0;
    }

    @Command(name = "show", description = "One host.")
    int show(@Parameters(paramLabel = "ID") String id) {
        walnut.output().object(walnut.api().get("api/hosts/" + ApiClient.segment(id)));
        return 0;
    }

    @Command(name = "inventory", description = "The targets of a host.")
    int inventory(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--type", description = "Targets of this type only") String type,
            @Option(names = "--label", paramLabel = "KEY=VALUE", description = "With this label")
                    String label,
            @Option(names = "--refresh", description = "Read them anew") boolean refresh) {
        StringBuilder path =
                new StringBuilder("api/hosts/" + ApiClient.segment(id) + "/inventory?limit=500");
        if (type != null) {
            path.append("&type=").append(ApiClient.segment(type));
        }
        if (label != null) {
            if (label.indexOf('=') < 1) {
                throw new CliException(
                        CliException.USAGE, "--label is '" + label + "': expected KEY=VALUE");
            }
            path.append("&label=").append(ApiClient.segment(label.replaceFirst("=", ":")));
        }
        if (refresh) {
            path.append("&refresh=full");
        }
        JsonNode answer = walnut.api().get(path.toString());
        walnut.output()
                .table(
                        answer.path("items"),
                        "ID",
                        "/id",
                        "NAME",
                        "/name",
                        "STATUS",
                        "/status",
                        "PROTECTED",
                        "/protected");
        boolean failed = answer.path("error").isObject();
        if (failed) {
            walnut.output().say("As last known: " + answer.at("/error/message").asText());
        }
        return failed ? CliException.FAILED : 0;
    }

    @Command(name = "capabilities", description = "What can be done on a host.")
    int capabilities(@Parameters(paramLabel = "ID") String id) {
        walnut.output()
                .table(
                        walnut.api().get("api/hosts/" + ApiClient.segment(id) + "/capabilities"),
                        "CAPABILITY",
                        "/id",
                        "VERBS",
                        "/verbs",
                        "TARGETS",
                        "/targets",
                        "DRY RUN",
                        "/dry_run");
        return 0;
    }

    @Command(name = "add", description = "Add a host. Its fields: walnut integrations types TYPE")
    int add(
            @Option(
                            names = "--type",
                            required = true,
                            description = "Integration type, for example generic.ssh")
                    String type,
            @Option(names = "--name", required = true) String name,
            @Option(
                            names = "--set",
                            paramLabel = "KEY=VALUE",
                            description = "A field of the connection; JSON is read as JSON")
                    Map<String, String> config,
            @Option(
                            names = "--secret",
                            paramLabel = "KEY=@FILE",
                            description = "A secret field, from a file")
                    Map<String, String> secrets) {
        ObjectNode body = Output.JSON.createObjectNode().put("type_id", type).put("name", name);
        GivenValues.set(body.putObject("config"), config);
        GivenValues.setSecrets(body.putObject("secrets"), secrets);
        JsonNode host = walnut.api().post("api/integrations", body);
        if (walnut.output().json()) {
            walnut.output().value(host);
        } else {
            walnut.output()
                    .line(
                            host.path("id").asText()
                                    + "  "
                                    + host.path("name").asText()
                                    + "  "
                                    + host.path("state").asText());
        }
        return 0;
    }

    @Command(
            name = "test",
            description = "Connect and log in, changing nothing; 1 when that fails.")
    int test(@Parameters(paramLabel = "ID") String id) {
        JsonNode answer =
                walnut.api()
                        .post(
                                "api/integrations/" + ApiClient.segment(id) + "/test",
                                Output.JSON.createObjectNode());
        if (walnut.output().json()) {
            walnut.output().value(answer);
        } else {
            walnut.output()
                    .table(
                            answer.path("steps"),
                            "STEP",
                            "/step",
                            "OK",
                            "/ok",
                            "MS",
                            "/ms",
                            "FINGERPRINT",
                            "/details/fingerprint");
            walnut.output().line(answer.path("message").asText());
            trustable(answer).ifPresent(print -> hint(id, print));
        }
        return answer.path("ok").asBoolean() ? 0 : CliException.FAILED;
    }

    /** The key or certificate that nobody vouches for yet. */
    private static Optional<String> trustable(JsonNode answer) {
        return StreamSupport.stream(answer.path("steps").spliterator(), false)
                .filter(step -> step.path("step").asText().equals("trust"))
                .filter(step -> !step.path("ok").asBoolean())
                .map(step -> step.at("/details/fingerprint").asText())
                .filter(print -> !print.isEmpty())
                .findFirst();
    }

    private void hint(String id, String print) {
        walnut.hint(
                "Compare it with what the host itself says, then: walnut hosts trust "
                        + id
                        + " "
                        + print);
    }

    @Command(name = "trust", description = "Accept the key or certificate that the last test saw.")
    int trust(
            @Parameters(paramLabel = "ID") String id,
            @Parameters(paramLabel = "FINGERPRINT") String fingerprint) {
        walnut.api()
                .post(
                        "api/integrations/" + ApiClient.segment(id) + "/trust",
                        Output.JSON.createObjectNode().put("fingerprint", fingerprint));
        walnut.output().done("Trusted.");
        return 0;
    }

    @Command(name = "remove", description = "Remove a host.")
    int remove(
            @Parameters(paramLabel = "ID", arity = "1..*") List<String> ids,
            @Option(
                            names = "--force",
                            description = "Also one that policies name; they become invalid")
                    boolean force,
            @Option(names = "--yes", description = "Do not ask") boolean yes) {
        Terminal.confirm(yes, String.join(" ", ids), "What is known of it goes with it.");
        String how = force ? "?force=true" : "";
        ids.forEach(
                id -> walnut.api().delete("api/integrations/" + ApiClient.segment(id) + how, "*"));
        walnut.output().done("Removed.");
        return 0;
    }
}
