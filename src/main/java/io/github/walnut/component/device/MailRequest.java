package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/** One message to one server, or with none just the login. */
record MailRequest(MailServer server, MailMessage message, DeviceSettings settings, Egress egress)
        implements DeviceRequest {

    @Override
    public boolean writes() {
        return message != null;
    }

    @Override
    public Object preview() {
        Map<String, Object> preview = new LinkedHashMap<>();
        preview.put("channel", settings.hostId());
        preview.put("title", message.subject());
        preview.put("text", message.text());
        return preview;
    }

    @Override
    public JsonNode send(DeviceCall call) throws DeviceException {
        InetAddress address = egress.resolve(server.host(), server.port(), call);
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        try (MailSession session =
                MailSession.open(
                        server, settings, new MailSockets(address, settings, call), call)) {
            if (message != null) {
                call.requireTime();
                reply.put("status", session.send(message));
            }
        }
        return reply;
    }
}
