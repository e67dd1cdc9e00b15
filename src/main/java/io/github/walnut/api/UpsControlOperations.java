package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import io.github.walnut.security.Role;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Variables and instant commands of a UPS, by way of its NUT server. */
final class UpsControlOperations implements Resource {

    private static final String FORCED_SHUTDOWN = "fsd";

    private final ApiPorts ports;
    private final UpsNames names;
    private final Json json;
    private final Clock clock;

    UpsControlOperations(ApiPorts ports, Json json, Clock clock) {
        this.ports = ports;
        this.names = new UpsNames(ports.ups());
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "ups-variables", this::variables,
                "ups-variable-set", this::set,
                "ups-commands", this::commands,
                "ups-command", this::command);
    }

    private String ups(Call call) {
        return names.find(call.text("ups_id")).facts().upsId();
    }

    private Reply variables(Call call) {
        List<UpsControl.Variable> variables = ports.upsControl().variables(ups(call));
        ObjectNode node = json.object().put("at", Json.at(clock.instant()));
        node.set("items", json.array(variables, this::write));
        return Reply.ok(node);
    }

    private ObjectNode write(UpsControl.Variable variable) {
        ObjectNode node =
                json.object()
                        .put("name", variable.name())
                        .put("value", variable.value())
                        .put("description", variable.description())
                        .put("rw", variable.writable())
                        .put("type", variable.type())
                        .put("max_length", variable.maxLength());
        node.set("enum", json.texts(variable.choices()));
        node.set(
                "ranges",
                json.array(
                        variable.ranges(),
                        range -> json.object().put("min", range.min()).put("max", range.max())));
        return node;
    }

    private Reply set(Call call) {
        String name = call.text("name");
        String value = call.member("value");
        UpsControl.Outcome outcome = ports.upsControl().set(ups(call), name, value);
        return answer(outcome).audited(Map.of(name, Arrays.asList(outcome.oldValue(), value)));
    }

    private Reply commands(Call call) {
        List<UpsControl.Command> commands = new ArrayList<>(ports.upsControl().commands(ups(call)));
        commands.add(
                new UpsControl.Command(
                        FORCED_SHUTDOWN,
                        "Forced shutdown; the server keeps it until it is restarted"));
        ObjectNode node = json.object();
        node.set(
                "items",
                json.array(
                        commands,
                        command ->
                                json.object()
                                        .put("name", command.name())
                                        .put("description", command.description())
                                        .put("dangerous", dangerous(command.name()))));
        return Reply.ok(node);
    }

    private Reply command(Call call) {
        String command = call.member("command");
        if (!harmless(command)) {
            Gate.requireRole(call.principal(), Role.ADMIN);
            Gate.requireFresh(call.principal(), clock);
        }
        String ups = ups(call);
        if (dangerous(command)) {
            requireIntent(call, ups);
        }
        String parameter = call.member("parameter");
        return answer(ports.upsControl().command(ups, command, parameter))
                .audited(
                        Map.of("command", parameter == null ? command : command + " " + parameter));
    }

    /** What an operator may do: nothing that the load could feel. */
    private static boolean harmless(String command) {
        return command.startsWith("beeper.") || command.equals("test.battery.start.quick");
    }

    private static boolean dangerous(String command) {
        return command.startsWith("load.")
                || command.startsWith("shutdown.")
                || command.equals(FORCED_SHUTDOWN);
    }

    private void requireIntent(Call call, String ups) {
        if (!ups.equals(call.member("confirm"))) {
            throw new Problem(
                    ProblemCode.CONFIRM_REQUIRED,
                    "confirm is '" + call.member("confirm") + "', expected " + ups);
        }
        if (!ports.mode().get().armed()) {
            throw new Problem(ProblemCode.NOT_ARMED, "The system is not armed");
        }
    }

    private Reply answer(UpsControl.Outcome outcome) {
        return Reply.ok(
                json.object()
                        .put("result", outcome.result())
                        .put("old_value", outcome.oldValue())
                        .put("tracking_id", outcome.trackingId()));
    }
}
