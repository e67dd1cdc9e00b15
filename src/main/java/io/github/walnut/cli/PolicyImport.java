package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

    @Option(names = "--yes", description = "Do not ask before it disarms policies")
    private boolean yes;

    @Override
    public Integer call() {
        PolicyFile document = given.read();
        PolicySave save = new PolicySave(policies.walnut(), yes);
        if (mode == Mode.replace) {
            confirm(document, save);
        }
        JsonNode answer =
                policies.walnut()
                        .api()
                        .post(
                                "api/policies/import?mode=" + mode,
                                document.text(),
                                document.mediaType());
        answer.path("items").forEach(save::warn);
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

    /** Asks once, with the names of all armed policies that it replaces. */
    private void confirm(PolicyFile document, PolicySave save) {
        ApiClient api = policies.walnut().api();
        JsonNode check =
                api.post("api/policies/import?mode=check", document.text(), document.mediaType());
        Set<String> ids = new HashSet<>();
        check.path("items")
                .forEach(
                        item -> {
                            if (item.path("outcome").asText().equals("checked")) {
                                ids.add(item.path("id").asText());
                            }
                        });
        List<String> armed = new ArrayList<>();
        api.items("api/policies?armed=true")
                .forEach(
                        policy -> {
                            if (ids.contains(policy.path("id").asText())) {
                                armed.add(policy.path("name").asText());
                            }
                        });
        if (!armed.isEmpty()) {
            save.confirm(
                    String.join(", ", armed),
                    " where its document differs" + PolicySave.UNTIL_ARMED);
        }
    }
}
