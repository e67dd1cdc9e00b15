package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "edit",
        description = {
            "Change the document of a policy in VISUAL or EDITOR, or take it from a file.",
            "An armed policy that would act in another way is disarmed, unless --arm is given."
        })
final class PolicyEdit implements Callable<Integer> {

    private static final String AND_ARMED = "; then it is armed again.";

    @ParentCommand private PoliciesCommand policies;

    @Parameters(paramLabel = "ID", description = PoliciesCommand.ID_TEXT)
    private String id;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "JSON or YAML, - for standard input; no editor is opened")
    private Path file;

    @Option(names = "--note", description = "Why, kept with the version")
    private String note;

    @Option(names = "--arm", description = "Arm it after the edit; needs --reason")
    private boolean arm;

    @Option(names = "--reason", description = ReasonText.ARM)
    private String reason;

    @Option(names = "--yes", description = "Do not ask before it disarms the policy")
    private boolean yes;

    @Override
    public Integer call() throws IOException {
        if (arm != (reason != null)) {
            throw new CliException(CliException.USAGE, "Expected --arm and --reason together");
        }
        JsonNode before = policies.walnut().api().get(policies.path(id));
        PolicySave save = new PolicySave(policies.walnut(), yes);
        return said(
                save,
                file == null ? edited(save, before) : saved(save, before, PolicyFile.read(file)));
    }

    /** The draft is deleted once it is saved, whether arming succeeds or not. */
    private ObjectNode edited(PolicySave save, JsonNode before) throws IOException {
        Path draft = written(before);
        edit(draft);
        ObjectNode after;
        try {
            after = saved(save, before, PolicyFile.read(draft));
        } catch (CliException failed) {
            policies.walnut().warn("The edited document is kept in " + draft);
            throw failed;
        }
        Files.delete(draft);
        return after;
    }

    private ObjectNode saved(PolicySave save, JsonNode before, PolicyFile document) {
        return document.sameAs(before.path("document"))
                ? PolicySave.result(before, "unchanged")
                : save.replace(
                        before,
                        document,
                        note,
                        "\"" + before.path("version_int").asInt() + "\"",
                        arm ? AND_ARMED : PolicySave.UNTIL_ARMED);
    }

    /** Arms it where that was asked for, and prints what became of it. */
    private int said(PolicySave save, ObjectNode after) {
        if (!arm || after.path("armed").asBoolean()) {
            return save.said(after);
        }
        if (!policies.walnut().json()) {
            save.said(after);
            return policies.said(armed(after));
        }
        save.warn(after);
        after.setAll((ObjectNode) armed(after));
        return save.said(after.put("disarmed", false));
    }

    private JsonNode armed(JsonNode saved) {
        try {
            return policies.armed(saved.path("id").asText(), reason);
        } catch (CliException refused) {
            throw new CliException(
                    CliException.FAILED,
                    "The policy '"
                            + saved.path("name").asText()
                            + "' is DISARMED now: the edit is saved, and nothing will be sent for"
                            + " it, because arming it was refused. "
                            + refused.getMessage(),
                    refused.problem());
        }
    }

    /** The document as it was written, for this user alone. */
    private Path written(JsonNode before) throws IOException {
        if (Terminal.console().isEmpty()) {
            throw new CliException(
                    CliException.USAGE, "No terminal to edit it at: expected -f FILE");
        }
        String text =
                policies.walnut()
                        .api()
                        .text(
                                "api/policies/export?as=document&id=" + before.path("id").asText(),
                                "application/json");
        boolean yaml = before.path("media_type").asText().endsWith("yaml");
        Path draft = Files.createTempFile("walnut-policy-", yaml ? ".yaml" : ".json");
        Files.writeString(draft, text);
        return draft;
    }

    private void edit(Path draft) throws IOException {
        String editor =
                policies.walnut()
                        .variable("VISUAL")
                        .or(() -> policies.walnut().variable("EDITOR"))
                        .orElse("vi");
        Process process =
                new ProcessBuilder("sh", "-c", editor + " \"$1\"", "sh", draft.toString())
                        .inheritIO()
                        .start();
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new CliException(
                        CliException.FAILED,
                        editor + " ended with " + code + ". Nothing was saved; see " + draft);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(CliException.FAILED, "Nothing was saved.", e);
        }
    }
}
