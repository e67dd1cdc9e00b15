package io.github.walnut.component.walnut;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Hands signals to a route, on the thread that it is called on. */
final class WalnutConsumer extends CrewConsumer {

    private static final List<String> SEVERITIES = List.of("info", "warn", "error");

    private final WalnutComponent component;
    private final String kind;
    private final Map<String, String> wanted;

    WalnutConsumer(
            WalnutEndpoint endpoint,
            WalnutComponent component,
            String kind,
            Map<String, String> wanted,
            Processor processor) {
        super(endpoint, processor);
        this.component = component;
        this.kind = kind;
        this.wanted = wanted;
    }

    String kind() {
        return kind;
    }

    boolean wants(Signal signal) {
        return signal.kind().equals(kind)
                && wanted.entrySet().stream()
                        .allMatch(
                                wish ->
                                        fits(
                                                wish.getKey(),
                                                wish.getValue(),
                                                signal.facets().get(wish.getKey())));
    }

    private static boolean fits(String facet, String wish, Object value) {
        if (value == null) {
            return false;
        }
        return facet.equals("severity")
                ? SEVERITIES.indexOf(String.valueOf(value)) >= SEVERITIES.indexOf(wish)
                : Arrays.asList(wish.split(",")).contains(String.valueOf(value));
    }

    void take(Signal signal) {
        if (!isRunAllowed()) {
            return;
        }
        Exchange exchange = createExchange(true);
        exchange.getMessage().setBody(signal.body());
        signal.facets().forEach(exchange::setVariable);
        pass(exchange);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        component.listens(this, true);
    }

    @Override
    protected void doStop() throws Exception {
        component.listens(this, false);
        super.doStop();
    }
}
