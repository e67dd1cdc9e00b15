package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Mail, one connection per message. Block: {@code host}, {@code port}, {@code security} (starttls,
 * tls or none), {@code username}, {@code password}, {@code from}, {@code to} (addresses with commas
 * between), {@code tls}, {@code insecure}. Request: {@code {subject, text, id, urgent}}, or {@code
 * {read: true}}, which only logs in. What speaks SMTP is loaded by the first request.
 */
final class MailTransport implements DeviceTransport {

    private final Egress egress;

    MailTransport(Egress egress) {
        this.egress = egress;
    }

    @Override
    public String name() {
        return "mail";
    }

    @Override
    public String planKind() {
        return "message";
    }

    @Override
    public DeviceRequest prepare(JsonNode request, DeviceSettings settings) throws DeviceException {
        MailServer server = MailServer.of(settings);
        if (request.path("read").asBoolean()) {
            return new MailRequest(server, null, settings, egress);
        }
        List<String> to = new ArrayList<>();
        for (String address : settings.required("to").split(",")) {
            to.add(address.strip());
        }
        MailMessage message =
                new MailMessage(
                        settings.required("from"),
                        to,
                        request.path("subject").asText("").replaceAll("\\p{Cntrl}+", " "),
                        request.path("text").asText(""),
                        request.path("id").asText("").replaceAll("[^A-Za-z0-9_-]", ""),
                        request.path("urgent").asBoolean());
        return new MailRequest(server, message, settings, egress);
    }
}
