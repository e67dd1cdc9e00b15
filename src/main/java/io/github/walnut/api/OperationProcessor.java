package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.publish.Json;
import io.vertx.ext.auth.User;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;

/**
 * The step of each operation's route: reads the content of a request, carries it out, and sets
 * nothing but our own headers on the answer. The outermost room for failures of operations.
 */
final class OperationProcessor implements Processor {

    private final OperationHandler handler;
    private final Audited audited;
    private final Failures failures;
    private final Json json;
    private final BodyReader bodies = new BodyReader();
    private final ParameterReader parameters = new ParameterReader();

    OperationProcessor(OperationHandler handler, Audited audited, Failures failures, Json json) {
        this.handler = handler;
        this.audited = audited;
        this.failures = failures;
        this.json = json;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        Incoming incoming = incoming(message);
        message.removeHeaders("*");
        try {
            Call call = call(incoming);
            answer(message, audited.handle(call, handler));
        } catch (Exception e) {
            Problem problem = failures.problem(e, incoming.instance(), incoming.traceId());
            JsonNode body =
                    failures.writer().write(problem, incoming.instance(), incoming.traceId());
            problem.headers().forEach(message::setHeader);
            send(message, problem.code().status(), ProblemJson.MEDIA_TYPE, body);
        }
    }

    /**
     * A request that did not come through the handlers in front has no such attribute: it fails.
     */
    private static Incoming incoming(Message message) {
        User carrier = message.getHeader(VertxPlatformHttpConstants.AUTHENTICATED_USER, User.class);
        Object incoming =
                carrier == null ? null : carrier.attributes().getMap().get(Incoming.ATTRIBUTE);
        if (incoming instanceof Incoming checked) {
            return checked;
        }
        throw new IllegalStateException("a request reached its route without passing the checks");
    }

    private Call call(Incoming incoming) {
        Map<String, Object> values =
                parameters.read(
                        incoming.operation(),
                        incoming.path(),
                        name -> incoming.query().getOrDefault(name, List.of()),
                        incoming.headers()::get);
        JsonNode body =
                bodies.read(
                        incoming.operation(),
                        incoming.mediaType(),
                        incoming.text(),
                        incoming.form());
        return new Call(
                incoming.operation(),
                incoming.principal(),
                values,
                body,
                incoming.text().isBlank() ? null : incoming.text(),
                incoming.mediaType(),
                incoming.envelope());
    }

    private void answer(Message message, Reply reply) {
        reply.headers()
                .forEach(
                        (name, values) ->
                                message.setHeader(
                                        name, values.size() == 1 ? values.get(0) : values));
        if (reply.stream() != null) {
            message.setHeader(Exchange.HTTP_RESPONSE_CODE, reply.status());
            message.setBody(reply.stream());
        } else if (reply.isText()) {
            message.setHeader(Exchange.HTTP_RESPONSE_CODE, reply.status());
            message.setBody(reply.body().textValue().getBytes(StandardCharsets.UTF_8));
        } else {
            send(message, reply.status(), BodyReader.JSON, reply.body());
        }
    }

    private void send(Message message, int status, String mediaType, JsonNode body) {
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        if (body == null) {
            message.setBody(null);
        } else {
            message.setHeader(Exchange.CONTENT_TYPE, mediaType);
            message.setBody(json.write(body).getBytes(StandardCharsets.UTF_8));
        }
    }
}
