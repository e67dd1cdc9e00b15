package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "templates",
        description =
                "Documents to begin from; with ID that one as YAML, and what to fill in where.")
final class PolicyTemplates implements Callable<Integer> {

    @ParentCommand private PoliciesCommand policies;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "Id of a template")
    private String id;

    @Override
    public Integer call() {
        Walnut walnut = policies.walnut();
        JsonNode templates = walnut.api().items("api/policies/templates");
        if (id == null) {
            walnut.output()
                    .table(
                            templates,
                            "ID",
                            "/id",
                            "TITLE",
                            "/title",
                            "DESCRIPTION",
                            "/description");
            return 0;
        }
        JsonNode template = one(templates);
        if (walnut.output().json()) {
            walnut.output().value(template);
            return 0;
        }
        walnut.output().raw(PolicyFile.yaml(template.path("document")));
        template.path("questions")
                .forEach(
                        question ->
                                walnut.hint(
                                        question.path("label").asText()
                                                + " "
                                                + texts(question.path("pointers"))));
        return 0;
    }

    private JsonNode one(JsonNode templates) {
        for (JsonNode template : templates) {
            if (template.path("id").asText().equals(id)) {
                return template;
            }
        }
        throw new CliException(
                CliException.FAILED, "No template " + id + ": walnut policies templates");
    }

    private static String texts(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
    }
}
