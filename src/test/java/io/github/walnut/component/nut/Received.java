package io.github.walnut.component.nut;

import static org.awaitility.Awaitility.await;

import io.github.walnut.TestLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel application with one route that keeps what a {@code nut:} consumer delivers. */
final class Received implements AutoCloseable {

    static final Duration LIMIT = TestLimits.WAIT;

    private final CamelContext camel = new DefaultCamelContext();
    private final List<Message> messages = new CopyOnWriteArrayList<>();

    /** Beans to bind before the route starts come as name and value, one after another. */
    static Received from(String uri, Object... beans) throws Exception {
        Received received = new Received();
        for (int i = 0; i < beans.length; i += 2) {
            received.camel.getRegistry().bind((String) beans[i], beans[i + 1]);
        }
        received.camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from(uri).routeId("poll").process(received::keep);
                    }
                });
        received.camel.start();
        return received;
    }

    CamelContext camel() {
        return camel;
    }

    List<Message> messages() {
        return List.copyOf(messages);
    }

    /** The first message for which this holds, waited for. */
    Message first(Predicate<Message> wanted) {
        return await().atMost(LIMIT)
                .until(
                        () -> messages.stream().filter(wanted).findFirst().orElse(null),
                        m -> m != null);
    }

    Message firstGood() {
        return first(Received::good);
    }

    Message firstFailed() {
        return first(m -> !good(m));
    }

    /** The first one after the messages received so far. */
    Message next(Predicate<Message> wanted) {
        return after(() -> {}, wanted);
    }

    /** The first one since this was done, however quickly it came. */
    Message after(Runnable cause, Predicate<Message> wanted) {
        int seen = messages.size();
        cause.run();
        return await().atMost(LIMIT)
                .until(
                        () -> messages.stream().skip(seen).filter(wanted).findFirst().orElse(null),
                        m -> m != null);
    }

    static boolean good(Message message) {
        return message.getHeader(NutConstants.REACHABLE, Boolean.class);
    }

    @SuppressWarnings("unchecked")
    static Map<String, String> variables(Message message) {
        return message.getBody(Map.class);
    }

    static String header(Message message, String name) {
        return message.getHeader(name, String.class);
    }

    @Override
    public void close() {
        camel.stop();
    }

    private void keep(Exchange exchange) {
        messages.add(exchange.getIn().copy());
    }
}
