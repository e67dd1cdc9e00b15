package io.github.walnut.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Target;
import io.github.walnut.policy.PolicyEdits;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.PolicyTargets;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.ups.Severity;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What a person does by hand, as a document like that of a policy: so it is checked, planned,
 * journaled and taken up after a crash in the same way. It is stored with its run alone.
 */
final class ActionDocuments {

    private final ApiPorts ports;
    private final Clock clock;
    private final ObjectMapper mapper = new ObjectMapper();

    ActionDocuments(ApiPorts ports, Clock clock) {
        this.ports = ports;
        this.clock = clock;
    }

    /**
     * @param id under which runs know it, or null for a rehearsal
     * @throws Problem with all findings when it cannot be done so
     */
    StoredPolicy of(
            Call call,
            UUID id,
            Host host,
            List<Target> targets,
            Map<String, Object> params,
            String actor) {
        String document = document(call, host, targets, params).toString();
        PolicyReading reading =
                PolicyOperations.unblocked(
                        ports.policyReader().read(document, BodyReader.JSON, null));
        if (reading.severity().atLeast(Severity.ERROR)) {
            throw new Problem(ProblemCode.VALIDATION, reading.findings().get(0).message())
                    .withErrors(reading.findings());
        }
        requireSame(host, targets, reading);
        return PolicyEdits.create(
                id,
                reading,
                document,
                BodyReader.JSON,
                false,
                new PolicyEdits.Edit(actor, clock.instant()));
    }

    private ObjectNode document(
            Call call, Host host, List<Target> targets, Map<String, Object> params) {
        String what = call.member("capability") + ":" + call.member("verb");
        ObjectNode document = mapper.createObjectNode();
        document.put("version", "2.0");
        document.put("name", what + " on " + host.id());
        document.putObject("trigger").put("type", "webhook.custom").put("name", "by-hand");
        Map<String, List<Target>> byType =
                targets.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Target::type, LinkedHashMap::new, Collectors.toList()));
        ArrayNode actions = document.putArray("actions");
        byType.forEach(
                (type, ofType) -> {
                    ObjectNode action = actions.addObject();
                    action.put("host_id", host.id());
                    action.put("capability", call.member("capability"));
                    action.put("verb", call.member("verb"));
                    if (!type.equals("host")) {
                        action.put("target_type", type);
                        ArrayNode ids = action.putObject("selector").putArray("external_ids");
                        ofType.forEach(target -> ids.add(literal(target.externalId())));
                    }
                    if (!params.isEmpty()) {
                        action.set("options", mapper.valueToTree(params));
                    }
                });
        return document;
    }

    /** The id as an item that is no range, whatever it looks like. */
    private static String literal(String externalId) {
        return externalId.replaceAll("([^A-Za-z0-9_.:])", "\\\\$1");
    }

    /** The document must mean what the caller named, and nothing else. */
    private void requireSame(Host host, List<Target> targets, PolicyReading reading) {
        Set<String> wanted =
                targets.stream()
                        .map(target -> host.id() + "/" + target.id())
                        .collect(Collectors.toSet());
        Set<String> meant = new PolicyTargets(ports.inventory()).of(reading.policy());
        if (!meant.equals(wanted)) {
            throw new Problem(
                    ProblemCode.INVALID_REQUEST, "targets means " + meant + ", expected " + wanted);
        }
    }
}
