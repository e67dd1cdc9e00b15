package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Saves another document of a stored policy: asks before it disarms, and prints what changed. */
final class PolicySave {

    static final String UNTIL_ARMED = ": nothing will be sent for it until it is armed again.";

    private static final String DISARMED = "disarmed";

    private final Walnut walnut;
    private final boolean yes;

    /**
     * @param yes without asking
     */
    PolicySave(Walnut walnut, boolean yes) {
        this.walnut = walnut;
        this.yes = yes;
    }

    /** A policy as it was saved, with {@code outcome} and {@code diff}. */
    private static ObjectNode result(JsonNode policy, String outcome, JsonNode diff) {
        ObjectNode answer = policy.deepCopy();
        answer.put("outcome", outcome).set("diff", diff);
        return answer;
    }

    static ObjectNode result(JsonNode policy, String outcome) {
        return result(policy, outcome, Output.JSON.createArrayNode());
    }

    /**
     * @param before as the API shows it
     * @param note why, or null
     * @param version that the stored one must have, or {@code *}
     * @param then what follows for an armed policy, for the question
     */
    ObjectNode replace(
            JsonNode before, PolicyFile document, String note, String version, String then) {
        if (disarms(before, document)) {
            confirm(before.path("name").asText(), then);
        }
        ApiClient api = walnut.api();
        String path = "api/policies/" + before.path("id").asText();
        String query = note == null ? "" : "?note=" + ApiClient.segment(note);
        JsonNode after = api.put(path + query, document.text(), document.mediaType(), version);
        int old = before.path("version_int").asInt();
        JsonNode diff =
                api.get(path + "/versions/" + old + "?against=" + after.path("version_int").asInt())
                        .path("diff");
        return result(after, "updated", diff);
    }

    void confirm(String name, String then) {
        Terminal.confirm(yes, name, "This edit disarms the policy '" + name + "'" + then);
    }

    /** Whether it would behave in another way, or not be enabled. */
    private boolean disarms(JsonNode before, PolicyFile document) {
        if (!before.path("armed").asBoolean()) {
            return false;
        }
        JsonNode check =
                walnut.api().post("api/policies/validate", document.text(), document.mediaType());
        if (!check.path("ok").asBoolean()) {
            return false; // saving it is refused
        }
        return !check.path("errors").isEmpty()
                || !check.path("behaviour_hash").equals(before.path("behaviour_hash"))
                || !check.at("/model/enabled").asBoolean(true);
    }

    /** The warning of a save that disarmed, on standard error. */
    void warn(JsonNode answer) {
        for (JsonNode finding : answer.path("findings")) {
            if (finding.path("code").asText().equals(DISARMED)) {
                walnut.warn(finding.path("message").asText());
            }
        }
    }

    int said(ObjectNode policy) {
        warn(policy);
        Output output = walnut.output();
        if (output.json()) {
            output.value(policy);
            return 0;
        }
        output.line(
                policy.path("id").asText()
                        + "  "
                        + policy.path("name").asText()
                        + "  "
                        + policy.path("outcome").asText());
        for (JsonNode change : policy.path("diff")) {
            output.line("  " + line(change));
        }
        ObjectNode shown = Output.JSON.createObjectNode();
        shown.set(
                "findings",
                Output.only(
                        policy.path("findings"),
                        finding -> !finding.path("code").asText().equals(DISARMED)));
        if (!shown.path("findings").isEmpty()) {
            output.findings(shown);
        }
        return 0;
    }

    private static String line(JsonNode change) {
        String pointer = Output.text(change.path("pointer"));
        return switch (change.path("op").asText()) {
            case "added" -> "+ " + pointer + ": " + brief(change.path("to"));
            case "removed" -> "- " + pointer + ": " + brief(change.path("from"));
            default ->
                    "~ "
                            + pointer
                            + ": "
                            + brief(change.path("from"))
                            + " -> "
                            + brief(change.path("to"));
        };
    }

    private static String brief(JsonNode value) {
        return value.isValueNode() ? Output.text(value) : value.toString();
    }
}
