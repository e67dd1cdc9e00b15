package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "import",
        description = "Take in a bundle or a document, disarmed; 1 when one was refused.")
final class PolicyImport implements Callable<Integer> {

    enum Mode {
        create,
        replace,
        check
    }

    @ParentCommand private PoliciesCommand policies;

    @Mixin private DocumentOption given;

    @Option(
            names = "--mode",
            defaultValue = "create",
            paramLabel = "MODE",
            description =
                    "create (new ids), replace (same id, new version) or check (findings only)")
    private Mode mode;

    @Override
    public Integer call() {
        PolicyFile document = given.read();
        JsonNode answer =
                policies.walnut()
                        .api()
                        .post(
                                "api/policies/import?mode=" + mode,
                                document.text(),
                                document.mediaType());
        Output output = policies.walnut().output();
        if (output.json()) {
            output.value(answer);
        } else {
            output.table(
                    answer.path("items"),
                    "ID",
                    "/id",
                    "NAME",
                    "/name",
                    "OUTCOME",
                    "/outcome",
                    "MESSAGE",
                    "/message");
        }
        return answer.path("refused").asInt() > 0 ? CliException.FAILED : 0;
    }
}
