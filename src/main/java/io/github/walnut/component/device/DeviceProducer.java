package io.github.walnut.component.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** The guard of all writes: outside mode execute they are recorded and not sent (INT-37). */
class DeviceProducer extends DefaultProducer {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final DeviceEndpoint endpoint;
    private final DeviceTransport transport;

    DeviceProducer(DeviceEndpoint endpoint, DeviceTransport transport) {
        super(endpoint);
        this.endpoint = endpoint;
        this.transport = transport;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        ObjectNode body = body(exchange);
        body.withObjectProperty("steps").set(endpoint.getSave(), reply(exchange));
        exchange.getMessage().setBody(body);
    }

    private JsonNode reply(Exchange exchange) throws DeviceException {
        DeviceCall call = DeviceCall.of(exchange);
        DeviceRequest request =
                transport.prepare(request(exchange), call.connection().settings(transport.name()));
        call.requireTime();
        if (request.writes()
                && !call.mayWrite(request.planKind(transport.planKind()), request.preview())) {
            return JsonNodeFactory.instance.objectNode().put("planned", true);
        }
        if (transport.answered()) {
            call.asks();
        }
        if (request.writes()) {
            return request.send(call);
        }
        return endpoint.isOptional() ? readOrError(request, call) : request.send(call);
    }

    private static JsonNode readOrError(DeviceRequest request, DeviceCall call) {
        try {
            return request.send(call);
        } catch (DeviceException failure) {
            ObjectNode reply = JsonNodeFactory.instance.objectNode();
            reply.putObject("error")
                    .put("class", failure.errorClass())
                    .put("code", failure.code())
                    .put("message", failure.getMessage());
            return reply;
        }
    }

    private JsonNode request(Exchange exchange) throws DeviceException {
        Object request = exchange.getVariable(endpoint.getRequest());
        try {
            JsonNode node =
                    request instanceof JsonNode json
                            ? json
                            : JSON.readTree(String.valueOf(request));
            if (node.isTextual()) {
                node = JSON.readTree(node.textValue());
            }
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException unreadable) {
            throw notARequest(unreadable);
        }
        throw notARequest(null);
    }

    private DeviceException notARequest(Throwable cause) {
        return DeviceException.of(
                "internal",
                "request_unreadable",
                "Variable "
                        + endpoint.getRequest()
                        + " for device:"
                        + transport.name()
                        + " holds no JSON object.",
                cause);
    }

    private static ObjectNode body(Exchange exchange) throws DeviceException {
        if (exchange.getMessage().getBody() instanceof ObjectNode body) {
            return body;
        }
        throw DeviceException.of(
                "internal", "body_unreadable", "The driver replaced the call by something else.");
    }
}
