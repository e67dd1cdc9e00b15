package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Messages to a syslog server by RFC 5424. Block: {@code host}, {@code port} (514, or 6514 over
 * TLS), {@code protocol} (udp, tcp or tls), {@code tls}. Request: {@code {severity, text}} with a
 * severity of info, warn or error, or {@code {read: true}}, which only connects.
 */
final class SyslogTransport implements DeviceTransport {

    private final Egress egress;

    SyslogTransport(Egress egress) {
        this.egress = egress;
    }

    @Override
    public String name() {
        return "syslog";
    }

    @Override
    public String planKind() {
        return "message";
    }

    @Override
    public DeviceRequest prepare(JsonNode request, DeviceSettings settings) throws DeviceException {
        String protocol = settings.text("protocol", "udp");
        SyslogMessage message =
                request.path("read").asBoolean()
                        ? null
                        : new SyslogMessage(
                                request.path("severity").asText("warn"),
                                request.path("text").asText(""));
        return new SyslogRequest(
                settings.required("host"),
                settings.number("port", protocol.equals("tls") ? 6514 : 514),
                protocol,
                message,
                settings,
                egress);
    }
}
