package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;

/** Wake on LAN: magic packets to a broadcast address. */
final class WakeTransport implements DeviceTransport {

    @Override
    public String name() {
        return "wol";
    }

    @Override
    public boolean answered() {
        return false;
    }

    @Override
    public String planKind() {
        return "message";
    }

    @Override
    public DeviceRequest prepare(JsonNode request, DeviceSettings settings) throws DeviceException {
        int port = request.path("port").asInt(9);
        if (port < 1 || port > 65535) {
            throw DeviceException.of(
                    "validation", "port_invalid", "A port is 1 to 65535, not " + port + ".");
        }
        return new WakeRequest(
                MacAddress.parse(request.path("mac").asText()),
                request.path("broadcast").asText("255.255.255.255"),
                port,
                Math.min(10, Math.max(1, request.path("repeat").asInt(3))),
                settings);
    }
}
