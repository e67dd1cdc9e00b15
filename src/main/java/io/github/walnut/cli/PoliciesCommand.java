package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.json.PolicySchemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "policies",
        description = "What happens when.",
        subcommands = {
            WhyCommand.class,
            PolicyApply.class,
            PolicyEdit.class,
            PolicyJudgements.Validate.class,
            PolicyJudgements.Lint.class,
            PolicyJudgements.Test.class,
            PolicyReorder.class,
            PolicyConvert.class,
            PolicyDryRun.class,
            PolicyExport.class,
            PolicyImport.class,
            PolicyTemplates.class
        })
final class PoliciesCommand {

    static final String ID_TEXT = "Id or name";

    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    @ParentCommand private Walnut walnut;

    Walnut walnut() {
        return walnut;
    }

    /**
     * @param id or the name of exactly one policy
     */
    String path(String id) {
        boolean named = !UUID_FORM.matcher(id).matches();
        return "api/policies/" + (named ? one(id).path("id").asText() : ApiClient.segment(id));
    }

    /** As the list shows it. */
    JsonNode one(String id) {
        if (UUID_FORM.matcher(id).matches()) {
            return walnut.api().get("api/policies/" + ApiClient.segment(id));
        }
        return byName(id)
                .orElseThrow(
                        () ->
                                new CliException(
                                        CliException.FAILED,
                                        "No policy has the id or name '"
                                                + id
                                                + "'. See walnut policies list"));
    }

    Optional<JsonNode> byName(String name) {
        ArrayNode same =
                Output.only(
                        walnut.api().items("api/policies"),
                        policy -> policy.path("name").asText().equalsIgnoreCase(name));
        if (same.size() > 1) {
            throw new CliException(
                    CliException.FAILED,
                    same.size() + " policies are called '" + name + "': expected an id");
        }
        return Optional.ofNullable(same.get(0));
    }

    @Command(name = "list", description = "Every policy in the order in which they run.")
    int list(
            @Option(
                            names = "--ups",
                            paramLabel = "UPS",
                            description = "Those that this UPS can make act")
                    String ups,
            @Option(
                            names = "--host",
                            paramLabel = "HOST",
                            description = "Those with an action on this host")
                    String host) {
        List<String> query = new ArrayList<>();
        if (ups != null) {
            query.add("ups_id=" + ApiClient.segment(ups));
        }
        if (host != null) {
            query.add("host_id=" + ApiClient.segment(host));
        }
        String path = "api/policies" + (query.isEmpty() ? "" : "?" + String.join("&", query));
        walnut.output()
                .table(
                        walnut.api().items(path),
                        "ID",
                        "/id",
                        "NAME",
                        "/name",
                        "STATUS",
                        "/status",
                        "EFFECTIVE",
                        "/effective",
                        "PRIORITY",
                        "/priority",
                        "VERSION",
                        "/version_int");
        return 0;
    }

    @Command(name = "show", description = "One policy with its document.")
    int show(@Parameters(paramLabel = "ID", description = ID_TEXT) String id) {
        JsonNode policy = walnut.api().get(path(id));
        walnut.output().object(policy);
        walnut.output()
                .say(
                        policy.path("document").isTextual()
                                ? policy.path("document").asText()
                                : policy.path("document").toPrettyString());
        return 0;
    }

    @Command(
            name = "schema",
            description = "The JSON Schema of a document format, for editors. Asks no server.")
    int schema(@Parameters(paramLabel = "FORMAT", description = "1 or 2") int format) {
        if (format != 1 && format != 2) {
            throw new CliException(CliException.USAGE, "FORMAT: expected 1 or 2, got " + format);
        }
        walnut.output().value(PolicySchemas.of(format));
        return 0;
    }

    @Command(name = "create", description = "Save a new policy. It is not armed.")
    int create(@Mixin DocumentOption given) {
        PolicyFile document = given.read();
        JsonNode policy = walnut.api().post("api/policies", document.text(), document.mediaType());
        if (walnut.output().json()) {
            walnut.output().value(policy);
        } else {
            walnut.output()
                    .line(
                            policy.path("id").asText()
                                    + "  "
                                    + policy.path("name").asText()
                                    + "  "
                                    + policy.path("status").asText());
            walnut.output().findings(policy);
        }
        return 0;
    }

    @Command(name = "delete", description = "Delete a policy.")
    int delete(@Parameters(paramLabel = "ID", description = ID_TEXT) String id) {
        walnut.api().delete(path(id), "*");
        walnut.output().done("Deleted.");
        return 0;
    }

    @Command(name = "enable", description = "Let it match; it acts only when it is armed too.")
    int enable(
            @Parameters(paramLabel = "ID", description = ID_TEXT) String id,
            @Option(names = "--reason", description = ReasonText.SHORT) String reason) {
        return change(id, "enable", reason);
    }

    @Command(name = "disable", description = "Let it match no more.")
    int disable(
            @Parameters(paramLabel = "ID", description = ID_TEXT) String id,
            @Option(names = "--reason", description = ReasonText.SHORT) String reason) {
        return change(id, "disable", reason);
    }

    @Command(
            name = "arm",
            description = "Let it act, once the system is armed too (walnut system arm).")
    int arm(
            @Parameters(paramLabel = "ID", description = ID_TEXT) String id,
            @Option(names = "--reason", required = true, description = ReasonText.ARM)
                    String reason) {
        return said(armed(id, reason));
    }

    /** By an administrator with a fresh password, after a preflight without errors. */
    JsonNode armed(String id, String reason) {
        JsonNode policy = walnut.api().get(path(id));
        var body =
                Output.JSON
                        .createObjectNode()
                        .put("reason", reason)
                        .put("confirm", policy.path("name").asText());
        if (policy.hasNonNull("target_count")) {
            body.put("targets", policy.path("target_count").asInt());
        }
        return walnut.api().post(path(id) + "/arm", body);
    }

    @Command(
            name = "inverse",
            description = "The document that undoes it, as JSON; nothing is stored.")
    int inverse(@Parameters(paramLabel = "ID", description = ID_TEXT) String id) {
        JsonNode answer = walnut.api().post(path(id) + "/inverse", Output.JSON.createObjectNode());
        if (walnut.output().json()) {
            walnut.output().value(answer);
            return 0;
        }
        walnut.output().line(answer.path("spec_inverse").toPrettyString());
        answer.path("needs_input").forEach(pointer -> walnut.hint("decide: " + pointer.asText()));
        answer.path("notes").forEach(note -> walnut.hint("note: " + note.asText()));
        return 0;
    }

    @Command(name = "disarm", description = "Let it act no more.")
    int disarm(
            @Parameters(paramLabel = "ID", description = ID_TEXT) String id,
            @Option(names = "--reason", required = true, description = ReasonText.SHORT)
                    String reason) {
        return change(id, "disarm", reason);
    }

    private int change(String id, String verb, String reason) {
        var body = Output.JSON.createObjectNode();
        if (reason != null) {
            body.put("reason", reason);
        }
        return said(walnut.api().post(path(id) + "/" + verb, body));
    }

    int said(JsonNode policy) {
        if (walnut.output().json()) {
            walnut.output().value(policy);
        } else {
            walnut.output()
                    .line(
                            policy.path("name").asText()
                                    + ": "
                                    + policy.path("status").asText()
                                    + ", "
                                    + (policy.path("armed").asBoolean() ? "armed" : "not armed")
                                    + ", effective "
                                    + policy.path("effective").asText());
            if (policy.path("armed").asBoolean()
                    && policy.path("effective").asText().equals("dry_run")) {
                walnut.output()
                        .line(
                                "The system is not armed, so it only rehearses: walnut system arm --reason …");
            }
        }
        return 0;
    }

    @Command(name = "run", description = "Start a run by hand; a dry run unless --live.")
    int run(
            @Parameters(paramLabel = "ID", description = ID_TEXT) String id,
            @Option(names = "--ups", description = "The UPS that is taken to match") String ups,
            @Option(names = "--reason", required = true, description = ReasonText.LIVE)
                    String reason,
            @Option(names = "--live", description = "Act for real") boolean live,
            @Option(
                            names = "--force",
                            description =
                                    "Also order again what was ordered a while ago and is over")
                    boolean force) {
        ObjectNode body =
                Output.JSON
                        .createObjectNode()
                        .put("mode", live ? "live" : "dry_run")
                        .put("reason", reason);
        if (ups != null) {
            body.put("ups_id", ups);
        }
        if (force) {
            body.put("force", true);
        }
        JsonNode run = walnut.api().post(path(id) + "/run", body);
        walnut.output().done(run, "Run " + run.path("id").asText() + " has begun.");
        return 0;
    }
}
