package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "mqtt", description = "The broker that states and events are told to.")
final class MqttCommand {

    @ParentCommand private Walnut walnut;

    @Command(
            name = "test",
            description =
                    "Let the server log in to the broker and publish one message; 1 when that fails.")
    int test(
            @Option(
                            names = "--set",
                            paramLabel = "KEY=VALUE",
                            description = "Instead of the setting mqtt.KEY; JSON is read as JSON")
                    Map<String, String> values,
            @Option(
                            names = "--secret",
                            paramLabel = "KEY=@FILE",
                            description = "The same for a secret, from a file")
                    Map<String, String> secrets) {
        ObjectNode tried = Output.JSON.createObjectNode();
        GivenValues.set(tried, values);
        GivenValues.setSecrets(tried, secrets);
        JsonNode answer = walnut.api().post("api/settings/mqtt/test", tried);
        Output output = walnut.output();
        if (output.json()) {
            output.value(answer);
        } else {
            output.table(answer.path("steps"), "STEP", "/name", "OK", "/ok", "DETAIL", "/detail");
            output.line(Output.text(answer.path("message")));
        }
        return answer.path("ok").asBoolean() ? 0 : CliException.FAILED;
    }
}
