package io.github.walnut.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.walnut.policy.Finding;
import io.github.walnut.ups.Severity;
import java.util.List;
import java.util.Map;

/**
 * What came of reading a document.
 *
 * @param descriptions by route id, in order; the first id names the document
 * @param camel the routes as Camel is given them: nothing of the text but what was understood
 */
record CheckedRoutes(Map<String, String> descriptions, ArrayNode camel, List<Finding> findings) {

    boolean blocked() {
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.BLOCKER);
    }

    List<String> ids() {
        return List.copyOf(descriptions.keySet());
    }

    /** Id of the document, or null without a route. */
    String documentId() {
        return descriptions.keySet().stream().findFirst().orElse(null);
    }

    /** Where a route begins; null when that was refused. */
    String from(String routeId) {
        for (JsonNode item : camel) {
            if (item.at("/route/id").asText().equals(routeId)) {
                return item.at("/route/from/uri").asText(null);
            }
        }
        return null;
    }
}
