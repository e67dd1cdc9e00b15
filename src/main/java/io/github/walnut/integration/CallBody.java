package io.github.walnut.integration;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.inventory.Target;
import io.github.walnut.run.DriverCall;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/** Puts a call on an exchange, as variables and as the JSON body (INT-35). */
final class CallBody {

    private final Documents documents = new Documents();

    void put(DriverCall call, Map<String, Object> params, IntegrationType type, Exchange exchange) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("mode", call.mode().word());
        values.put("capability", text(call.capability()));
        values.put("verb", text(call.verb()));
        if (call.target() != null) {
            values.put("target", target(call.target()));
        }
        values.put("params", params);
        values.put("connection", withMarks(call, type));
        values.put("scope", call.scope());
        values.put("task", call.task());
        values.put("idempotency_key", call.idempotencyKey());
        values.put("correlation_id", call.correlationId());
        values.put("attempt", call.attempt());
        values.put("deadline_ms", call.deadlineMillis());
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("call", documents.tree(values));
        body.putObject("steps");
        body.path("call").properties().forEach(v -> exchange.setVariable(v.getKey(), v.getValue()));
        exchange.getMessage().setBody(body);
    }

    private static Map<String, Object> target(Target target) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("id", target.id());
        item.put("type", target.type());
        item.put("external_id", target.externalId());
        item.put("name", target.name());
        item.put("status", target.status());
        item.put("attrs", target.attrs());
        item.put("labels", target.labels());
        item.put("host_id", target.hostId());
        return item;
    }

    /** Kamelets see that a secret exists, never what it is. */
    private static Map<String, Object> withMarks(DriverCall call, IntegrationType type) {
        Map<String, Object> connection = new LinkedHashMap<>(call.host().config());
        type.manifest().connection().secretNames().forEach(name -> connection.put(name, "***"));
        return connection;
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
