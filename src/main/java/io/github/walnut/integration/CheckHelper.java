package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.run.ErrorClass;
import java.util.List;

/**
 * Appends the preconditions that follow from the state that was read, and sets {@code
 * .result.no_change} when the verb has nothing to do. Outside probe, dry_run and execute it does
 * nothing.
 */
final class CheckHelper implements Helper {

    @Override
    public void apply(ObjectNode body) throws DriverFailure {
        JsonNode call = body.path("call");
        String verb = call.path("verb").asText("");
        if (verb.isEmpty()) {
            return;
        }
        ObjectNode result = body.withObjectProperty("result");
        String status = result.path("status").asText("unknown");
        ArrayNode checks = body.withArrayProperty("checks");
        boolean exists = !status.equals("gone");
        checks.addObject().put("check", "target_exists").put("ok", exists);
        if (!exists) {
            throw new DriverFailure(
                    ErrorClass.NOT_FOUND,
                    "target_not_found",
                    "Target " + call.path("target").path("id").asText() + " is gone.");
        }
        checks.addObject()
                .put("check", "current_state")
                .put("ok", true)
                .putObject("details")
                .put("status", status);
        checkTransition(verb, status, checks);
        List<String> wanted = ExpectHelper.wanted(call);
        if (Transitions.alreadyThere(verb, wanted, status)
                && !call.path("params").path("state").asText().equals("cycle")) {
            result.put("no_change", true);
        }
    }

    private static void checkTransition(String verb, String status, ArrayNode checks)
            throws DriverFailure {
        DriverFailure obstacle = Transitions.obstacle(verb, status);
        if (obstacle != null) {
            checks.addObject()
                    .put("check", "transition")
                    .put("ok", false)
                    .putObject("details")
                    .put("reason", obstacle.getMessage());
            throw obstacle;
        }
    }
}
