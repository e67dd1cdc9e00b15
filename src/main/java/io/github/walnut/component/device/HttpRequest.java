package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** One request to one host. */
record HttpRequest(
        String method,
        HttpPath path,
        HttpBody body,
        JsonNode asked,
        HttpStatuses statuses,
        boolean writes,
        DeviceSettings settings,
        HttpEndpoints endpoints)
        implements DeviceRequest {

    private static final Duration LONGEST = Duration.ofSeconds(120);

    /** A message to people is shown by its words, taken from what is sent. */
    @Override
    public String planKind(String usual) {
        return asked.path("show").isObject() ? "message" : usual;
    }

    @Override
    public Object preview() {
        Map<String, Object> preview = new LinkedHashMap<>();
        if (asked.path("show").isObject()) {
            preview.put("channel", settings.hostId());
            asked.get("show")
                    .properties()
                    .forEach(
                            part ->
                                    preview.put(
                                            part.getKey(),
                                            asked.path("json")
                                                    .at(part.getValue().asText())
                                                    .asText()));
            return preview;
        }
        preview.put("method", method);
        preview.put("endpoint", path.text().isEmpty() ? "/" : path.text());
        if (body.shown() != null) {
            preview.put("body", body.shown());
        }
        return preview;
    }

    @Override
    public JsonNode send(DeviceCall call) throws DeviceException {
        long start = System.nanoTime();
        HttpAddress address = HttpAddress.of(settings);
        endpoints.probe(settings, address, call);
        HttpHost host = endpoints.of(settings, address);
        Exchange exchange = host.exchange();
        fill(exchange.getMessage(), address.plus(path));
        try {
            call.left(LONGEST);
            Instant asked = Instant.now();
            host.send(exchange);
            HttpClock.skew(exchange.getMessage(), asked, Instant.now()).ifPresent(call::heardClock);
            JsonNode reply = new HttpReplyReader(settings, call).read(exchange);
            ((ObjectNode) reply)
                    .put("latency_ms", Duration.ofNanos(System.nanoTime() - start).toMillis());
            return checked(reply);
        } catch (DeviceException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new HttpFailures(settings.hostId(), writes).explain(failure);
        } finally {
            host.done(exchange);
        }
    }

    private void fill(Message message, HttpAddress address) throws DeviceException {
        message.setHeader(Exchange.HTTP_METHOD, method);
        message.setHeader(Exchange.HTTP_URI, address.origin() + address.path());
        if (address.query() != null) {
            message.setHeader(Exchange.HTTP_QUERY, address.query());
        }
        settings.map("headers").forEach(message::setHeader);
        for (Map.Entry<String, JsonNode> header : asked.path("headers").properties()) {
            message.setHeader(
                    HttpHeaders.name(header.getKey()),
                    HttpHeaders.value(header.getValue().asText()));
        }
        HttpAuth.of(settings).apply(message);
        if (body.text() != null) {
            byte[] bytes = body.sent(settings).getBytes(StandardCharsets.UTF_8);
            message.setHeader(Exchange.CONTENT_TYPE, body.contentType());
            message.setBody(bytes);
            if (asked.path("sign").isTextual()) {
                new HttpProof(settings.nested("sign"))
                        .apply(message, asked.get("sign").textValue(), bytes);
            }
        }
    }

    private JsonNode checked(JsonNode reply) throws DeviceException {
        int status = reply.path("status").asInt();
        if (statuses.accept(status)) {
            return reply;
        }
        DeviceException refused =
                DeviceException.of(
                        settings.list("unavailable").contains(status)
                                ? "unavailable"
                                : HttpStatuses.errorClass(status),
                        "http_" + status,
                        "Host "
                                + settings.hostId()
                                + " answered "
                                + method
                                + " "
                                + path.pathOnly()
                                + " with status "
                                + status
                                + ".");
        String remote =
                reply.has("json") ? reply.get("json").toString() : reply.path("text").asText("");
        DeviceException told = remote.isEmpty() ? refused : refused.remote(settings.masked(remote));
        Integer wait =
                HttpRetryAfter.seconds(reply, asked.path("retry_after").asText(""), Instant.now());
        throw wait == null ? told : told.retryAfter(wait);
    }
}
