package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.run.ErrorClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds {@code params.command_id} among the host's commands, lines of {@code id | effect | command
 * [| undo id]}, and puts it at {@code .prepared}. Without a command id it does nothing.
 */
final class PreparedCommandHelper implements Helper {

    private static final Set<String> EFFECTS = Set.of("read", "idempotent", "readable", "blind");

    @Override
    public void apply(ObjectNode body) throws DriverFailure {
        JsonNode wanted = body.path("call").path("params").path("command_id");
        if (!wanted.isTextual()) {
            return;
        }
        List<String> ids = new ArrayList<>();
        for (JsonNode line : body.path("call").path("connection").path("commands")) {
            String[] parts = split(line.asText());
            if (parts[0].equals(wanted.textValue())) {
                put(body, parts);
                return;
            }
            ids.add(parts[0]);
        }
        throw new DriverFailure(
                ErrorClass.VALIDATION,
                "command_unknown",
                "The host has no prepared command " + wanted.textValue() + "; it has " + ids + ".");
    }

    private static String[] split(String line) throws DriverFailure {
        String[] parts = line.split("\\s\\|\\s", 4);
        for (int i = 0; i < parts.length; i++) {
            parts[i] = parts[i].strip();
        }
        if (parts.length < 3 || !EFFECTS.contains(parts[1])) {
            throw new DriverFailure(
                    ErrorClass.VALIDATION,
                    "command_unreadable",
                    "The prepared command '"
                            + line
                            + "' is not of the form: id | effect | command.");
        }
        return parts;
    }

    private static void put(ObjectNode body, String[] parts) {
        ObjectNode prepared = body.putObject("prepared");
        prepared.put("id", parts[0]).put("effect", parts[1]).put("command", parts[2]);
        if (parts.length == 4) {
            prepared.put("undo", parts[3]);
        }
    }
}
