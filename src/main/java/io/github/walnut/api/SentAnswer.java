package io.github.walnut.api;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a route has left in its exchange, taken out of it before the exchange is used again. */
final class SentAnswer {

    private static final Logger LOG = LoggerFactory.getLogger(SentAnswer.class);
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    private final Throwable failure;
    private final int status;
    private final Map<String, List<String>> headers = new LinkedHashMap<>();
    private final InputStream stream;
    private final String text;

    /** On the thread that has carried the request out. */
    SentAnswer(Exchange exchange, HeaderFilterStrategy filter) {
        Message message = exchange.getMessage();
        failure = exchange.getException();
        Object body = failure == null ? message.getBody() : null;
        stream = body instanceof InputStream file ? file : null;
        text = body == null || stream != null ? null : message.getBody(String.class);
        status =
                message.getHeader(
                        Exchange.HTTP_RESPONSE_CODE, body == null ? NO_CONTENT : OK, Integer.class);
        message.getHeaders().forEach((name, value) -> keep(name, value, filter, exchange));
    }

    private void keep(String name, Object value, HeaderFilterStrategy filter, Exchange exchange) {
        if (value == null) {
            return;
        }
        if (name.equalsIgnoreCase(Exchange.CONTENT_TYPE)) {
            headers.put(name, List.of(value.toString()));
        } else if (!filter.applyFilterToCamelHeaders(name, value, exchange)) {
            headers.put(
                    name,
                    value instanceof List<?> several
                            ? several.stream().map(Object::toString).toList()
                            : List.of(value.toString()));
        }
    }

    /** On the event loop of the request. */
    void send(RoutingContext ctx, Context loop, RequestPlace place) {
        HttpServerResponse response = ctx.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            return;
        }
        if (failure != null) {
            ctx.fail(failure);
            return;
        }
        response.setStatusCode(status);
        headers.forEach(response::putHeader);
        if (stream != null) {
            new SentFile(stream, ctx, loop, place).begin();
        } else if (text == null) {
            response.end();
        } else {
            response.end(text);
        }
    }

    /** When nobody reads it any more. */
    void close() {
        if (stream != null) {
            try {
                stream.close();
            } catch (IOException e) {
                LOG.warn("a file that was sent cannot be closed: {}", e.getMessage());
            }
        }
    }
}
