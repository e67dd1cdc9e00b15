package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.inventory.Capability;
import io.github.walnut.run.DriverCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says in words and by target what a verb changes. */
record Effects(DriverCall call, Capability.Verb verb, JsonNode result) {

    Map<String, Object> asMap() {
        Map<String, Object> effects = new LinkedHashMap<>();
        effects.put("summary", summary());
        if (call.target() != null && wanted() != null) {
            effects.put(
                    "per_target",
                    List.of(
                            Map.of(
                                    "id", call.target().id(),
                                    "from", Map.of("status", before()),
                                    "to", Map.of("status", wanted()))));
        }
        if (verb.inverse() != null) {
            effects.put("rollback", verb.inverse());
        }
        return effects;
    }

    private String summary() {
        if (result.path("summary").isTextual()) {
            return result.path("summary").textValue();
        }
        String subject = call.target() == null ? call.host().id() : call.target().id();
        String tense = call.mode() == DriverCall.Mode.EXECUTE ? " goes" : " would go";
        return wanted() == null
                ? subject + ": " + verb.name()
                : subject + tense + " from " + before() + " to " + wanted();
    }

    private String before() {
        return result.path("status").asText("unknown");
    }

    private String wanted() {
        String param =
                String.valueOf(
                        call.params()
                                .getOrDefault("state", call.params().getOrDefault("admin", "")));
        List<String> wanted =
                Transitions.wanted(
                        verb.name(), Boolean.TRUE.equals(call.params().get("to_disk")), param);
        return wanted.stream()
                .filter(this::fits)
                .findFirst()
                .orElse(wanted.isEmpty() ? null : wanted.get(0));
    }

    /** The word of the same pair as the present state: on and off, up and down. */
    private boolean fits(String status) {
        return switch (before()) {
            case "on", "off" -> status.equals("on") || status.equals("off");
            case "up", "down" -> status.equals("up") || status.equals("down");
            case "running", "stopped", "paused", "suspended" ->
                    status.equals("running") || status.equals("stopped");
            default -> false;
        };
    }
}
