package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What is to be said about policies, stored or not: their findings and their own tests. */
final class PolicyJudgements {

    private PolicyJudgements() {}

    private static int findings(Output output, JsonNode answer, boolean strict) {
        output.findings(answer);
        boolean enough =
                answer.path("ok").asBoolean()
                        && !(strict && answer.path("severity").asText().equals("error"));
        return enough ? 0 : CliException.FAILED;
    }

    @Command(
            name = "validate",
            description = "Check a document without saving it; 1 when it could not be saved.")
    static final class Validate implements Callable<Integer> {

        @ParentCommand private PoliciesCommand policies;

        @Mixin private DocumentOption given;

        @Option(
                names = "--offline",
                description = "Ask no server: hosts, capabilities and targets stay unchecked")
        private boolean offline;

        @Option(names = "--strict", description = "1 also when it could not be enabled")
        private boolean strict;

        @Override
        public Integer call() {
            PolicyFile document = given.read();
            Walnut walnut = policies.walnut();
            JsonNode answer =
                    offline
                            ? OfflineCheck.of(document.text(), document.mediaType())
                            : walnut.api()
                                    .post(
                                            "api/policies/validate",
                                            document.text(),
                                            document.mediaType());
            return findings(walnut.output(), answer, strict);
        }
    }

    @Command(
            name = "lint",
            description =
                    "Check a stored policy against hosts and targets as they are now; 1 with a blocker.")
    static final class Lint implements Callable<Integer> {

        @ParentCommand private PoliciesCommand policies;

        @Parameters(paramLabel = "ID", description = PoliciesCommand.ID_TEXT)
        private String id;

        @Option(names = "--strict", description = "1 also with an error")
        private boolean strict;

        @Override
        public Integer call() {
            Walnut walnut = policies.walnut();
            JsonNode answer =
                    walnut.api().post(policies.path(id) + "/lint", Output.JSON.createObjectNode());
            return findings(walnut.output(), answer, strict);
        }
    }

    @Command(
            name = "test",
            description = "Play the tests that stand in its document; 1 when one fails.")
    static final class Test implements Callable<Integer> {

        @ParentCommand private PoliciesCommand policies;

        @Parameters(paramLabel = "ID", description = PoliciesCommand.ID_TEXT)
        private String id;

        @Override
        public Integer call() {
            Walnut walnut = policies.walnut();
            JsonNode answer =
                    walnut.api().post(policies.path(id) + "/tests", Output.JSON.createObjectNode());
            Output output = walnut.output();
            if (output.json()) {
                output.value(answer);
            } else if (answer.path("items").isEmpty()) {
                output.line("Its document has no tests.");
            } else {
                ArrayNode rows = Output.JSON.createArrayNode();
                answer.path("items")
                        .forEach(
                                item ->
                                        rows.addObject()
                                                .put("name", item.path("name").asText())
                                                .put(
                                                        "result",
                                                        item.path("ok").asBoolean()
                                                                ? "passed"
                                                                : "failed")
                                                .set("actual", item.path("actual")));
                output.table(rows, "TEST", "/name", "RESULT", "/result", "INSTEAD", "/actual");
            }
            return answer.path("failed").asInt() > 0 ? CliException.FAILED : 0;
        }
    }
}
