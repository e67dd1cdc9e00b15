package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.json.PolicyDocuments;

/** What a document alone tells about itself, in the words of the server. */
final class OfflineCheck {

    private OfflineCheck() {}

    static JsonNode of(String document, String mediaType) {
        PolicyReading reading = new PolicyDocuments().read(document, mediaType);
        ObjectNode answer = Output.JSON.createObjectNode();
        answer.put("ok", !reading.blocked());
        answer.put("severity", reading.severity().word());
        answer.put("hash", reading.hash());
        answer.put("summary", reading.summary());
        ArrayNode findings = answer.putArray("findings");
        reading.findings().forEach(finding -> findings.add(node(finding)));
        return answer;
    }

    private static ObjectNode node(Finding finding) {
        return Output.JSON
                .createObjectNode()
                .put("severity", finding.severity().word())
                .put("phase", finding.phase())
                .put("pointer", finding.pointer())
                .put("code", finding.code())
                .put("message", finding.message())
                .put("hint", finding.hint());
    }
}
