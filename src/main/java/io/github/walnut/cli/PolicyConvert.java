package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "convert",
        description =
                "A policy or a document as a document of format 2, as JSON; nothing is stored.")
final class PolicyConvert implements Callable<Integer> {

    @ParentCommand private PoliciesCommand policies;

    @Parameters(paramLabel = "ID", arity = "0..1", description = PoliciesCommand.ID_TEXT)
    private String id;

    @Option(
            names = "-f",
            paramLabel = "FILE",
            description = "A document that is not stored; JSON or YAML, - for standard input")
    private Path file;

    @Override
    public Integer call() {
        if ((id == null) == (file == null)) {
            throw new CliException(CliException.USAGE, "Expected an ID or -f FILE, one of the two");
        }
        PolicyFile document = id == null ? PolicyFile.read(file) : stored();
        Walnut walnut = policies.walnut();
        JsonNode answer =
                walnut.api().post("api/policies/convert", document.text(), document.mediaType());
        if (walnut.output().json()) {
            walnut.output().value(answer);
        } else {
            walnut.output().value(answer.path("document"));
            answer.path("findings")
                    .forEach(
                            finding ->
                                    walnut.hint(
                                            finding.path("severity").asText()
                                                    + ": "
                                                    + Output.text(finding.path("pointer"))
                                                    + " "
                                                    + Output.text(finding.path("message"))));
        }
        return 0;
    }

    private PolicyFile stored() {
        JsonNode document = policies.walnut().api().get(policies.path(id)).path("document");
        return document.isTextual()
                ? new PolicyFile(document.asText(), "application/yaml")
                : new PolicyFile(document.toString(), "application/json");
    }
}
