package io.github.walnut.component.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.apache.camel.Exchange;

/**
 * Reads an answer up to a size and until the call's time is over, whichever comes first. With
 * {@code drop_answer} in the block a little of the body is read and none of it is kept.
 */
record HttpReplyReader(DeviceSettings settings, DeviceCall call) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final int CHUNK = 16 * 1024;
    private static final int SKIMMED = 16 * 1024;

    JsonNode read(Exchange exchange) throws IOException, DeviceException {
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        reply.put(
                "status",
                exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class));
        ObjectNode headers = reply.putObject("headers");
        exchange.getMessage()
                .getHeaders()
                .forEach(
                        (name, value) ->
                                headers.put(name.toLowerCase(Locale.ROOT), String.valueOf(value)));
        if (settings.flag("drop_answer", false)) {
            skim(exchange);
            return reply;
        }
        String text = new String(bytes(exchange), StandardCharsets.UTF_8);
        if (headers.path("content-type").asText("").contains("json") && !text.isBlank()) {
            reply.set("json", json(text));
        } else {
            reply.put("text", text);
        }
        return reply;
    }

    private void skim(Exchange exchange) throws IOException {
        try (InputStream stream = exchange.getMessage().getBody(InputStream.class)) {
            if (stream != null) {
                stream.readNBytes(SKIMMED);
            }
        }
    }

    private byte[] bytes(Exchange exchange) throws IOException, DeviceException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream stream = exchange.getMessage().getBody(InputStream.class)) {
            byte[] chunk = new byte[CHUNK];
            int length = stream == null ? -1 : stream.read(chunk);
            while (length >= 0) {
                bytes.write(chunk, 0, length);
                if (bytes.size() > call.replyLimit()) {
                    throw DeviceException.of(
                            "protocol",
                            "reply_too_large",
                            "Host "
                                    + settings.hostId()
                                    + " answered more than "
                                    + call.replyLimit()
                                    + " bytes.");
                }
                call.left(LONGEST);
                length = stream.read(chunk);
            }
        }
        return bytes.toByteArray();
    }

    private JsonNode json(String text) throws DeviceException {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException unreadable) {
            throw DeviceException.of(
                            "protocol",
                            "json_invalid",
                            "Host "
                                    + settings.hostId()
                                    + " called its answer JSON, which it is not.")
                    .remote(settings.masked(text.substring(0, Math.min(4096, text.length()))));
        }
    }
}
