package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;

/** MQTT 5, one kept client per host. */
final class MqttTransport implements DeviceTransport {

    private final MqttClients clients;

    MqttTransport(Egress egress) {
        this.clients = new MqttClients(egress);
    }

    @Override
    public String name() {
        return "mqtt";
    }

    @Override
    public String planKind() {
        return "message";
    }

    @Override
    public DeviceRequest prepare(JsonNode request, DeviceSettings settings) throws DeviceException {
        MqttMessageText message = MqttMessageText.of(request, settings);
        MqttExpectation expectation = MqttExpectation.of(request.path("expect"));
        if (message == null && expectation == null) {
            throw DeviceException.of(
                    "internal", "request_empty", "An MQTT request publishes or expects something.");
        }
        return new MqttRequest(message, expectation, settings, clients);
    }

    @Override
    public void close() {
        clients.close();
    }
}
