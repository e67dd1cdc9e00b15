package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.publish.Json;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.MDC;

/**
 * The step of each operation's route: reads the content of a request, carries it out, and sets
 * nothing but our own headers on the answer. The outermost room for failures of operations.
 */
final class OperationProcessor implements Processor {

    private final OperationHandler handler;
    private final Audited audited;
    private final Idempotency idempotency;
    private final Failures failures;
    private final Json json;
    private final BodyReader bodies = new BodyReader();
    private final ParameterReader parameters = new ParameterReader();

    OperationProcessor(
            OperationHandler handler,
            Audited audited,
            Idempotency idempotency,
            Failures failures,
            Json json) {
        this.handler = handler;
        this.audited = audited;
        this.idempotency = idempotency;
        this.failures = failures;
        this.json = json;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        Incoming incoming = Incoming.of(message);
        message.removeHeaders("*");
        try (var logged = MDC.putCloseable("request_id", incoming.envelope().requestId())) {
            send(message, answer(incoming, () -> carryOut(incoming)));
        }
    }

    private Answer carryOut(Incoming incoming) {
        Call call = call(incoming);
        return idempotency.handle(
                call,
                incoming,
                () -> answer(incoming, () -> written(call, audited.handle(call, handler))));
    }

    private Answer answer(Incoming incoming, Supplier<Answer> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return failures.answer(e, incoming.instance(), incoming.traceId());
        }
    }

    /** In the order of the checks: address, body, headers. */
    private Call call(Incoming incoming) {
        Operation operation = incoming.operation();
        Map<String, Object> values =
                parameters.address(operation, incoming.path(), incoming.query());
        JsonNode body =
                bodies.read(operation, incoming.mediaType(), incoming.text(), incoming.form());
        values.putAll(parameters.headers(operation, incoming.headers()));
        return new Call(
                operation,
                incoming.principal(),
                values,
                body,
                incoming.text().isBlank() ? null : incoming.text(),
                incoming.upload(),
                incoming.mediaType(),
                incoming.envelope());
    }

    private Answer written(Call call, Reply reply) {
        if (reply.status() == 200 && unchanged(call, reply)) {
            return new Answer(304, reply.headers(), null);
        }
        if (reply.body() == null) {
            return new Answer(reply.status(), reply.headers(), null, reply.stream());
        }
        if (reply.isText()) {
            return new Answer(reply.status(), reply.headers(), reply.body().textValue());
        }
        return new Answer(reply.status(), reply.headers(), json.write(reply.body()))
                .with(Exchange.CONTENT_TYPE, BodyReader.JSON);
    }

    private static boolean unchanged(Call call, Reply reply) {
        return reply.headers().getOrDefault("ETag", List.of()).stream()
                .anyMatch(tag -> ETags.unchanged(call, tag));
    }

    /** A text is sent in one go, in UTF-8; a stream is set as it is, and sent piece by piece. */
    private static void send(Message message, Answer answer) {
        answer.headers()
                .forEach(
                        (name, values) ->
                                message.setHeader(
                                        name, values.size() == 1 ? values.get(0) : values));
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
        message.setBody(answer.text() == null ? answer.stream() : answer.text());
    }
}
