package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** One request to one host. */
record HttpRequest(
        String method,
        HttpPath path,
        HttpBody body,
        JsonNode headers,
        HttpStatuses statuses,
        boolean writes,
        DeviceSettings settings,
        HttpEndpoints endpoints)
        implements DeviceRequest {

    private static final Duration LONGEST = Duration.ofSeconds(120);

    @Override
    public Object preview() {
        Map<String, Object> preview = new LinkedHashMap<>();
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
        HttpHost host = endpoints.of(settings);
        Exchange exchange = host.exchange();
        fill(exchange.getMessage(), host.baseUrl());
        try {
            call.left(LONGEST);
            host.send(exchange);
            JsonNode reply = new HttpReplyReader(settings.hostId(), call).read(exchange);
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

    private void fill(Message message, String baseUrl) throws DeviceException {
        message.setHeader(Exchange.HTTP_METHOD, method);
        message.setHeader(Exchange.HTTP_URI, baseUrl + path.pathOnly());
        if (path.query() != null) {
            message.setHeader(Exchange.HTTP_QUERY, path.query());
        }
        settings.map("headers").forEach(message::setHeader);
        for (Map.Entry<String, JsonNode> header : headers.properties()) {
            message.setHeader(
                    HttpHeaders.name(header.getKey()),
                    HttpHeaders.value(header.getValue().asText()));
        }
        HttpAuth.of(settings).apply(message);
        if (body.text() != null) {
            message.setHeader(Exchange.CONTENT_TYPE, body.contentType());
            message.setBody(body.text());
        }
    }

    private JsonNode checked(JsonNode reply) throws DeviceException {
        int status = reply.path("status").asInt();
        if (statuses.accept(status)) {
            return reply;
        }
        DeviceException refused =
                DeviceException.of(
                        HttpStatuses.errorClass(status),
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
        String retryAfter = reply.path("headers").path("retry-after").asText("");
        DeviceException told = remote.isEmpty() ? refused : refused.remote(remote);
        throw retryAfter.matches("\\d{1,6}") ? told.retryAfter(Integer.parseInt(retryAfter)) : told;
    }
}
