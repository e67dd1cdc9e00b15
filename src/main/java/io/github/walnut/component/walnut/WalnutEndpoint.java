package io.github.walnut.component.walnut;

import java.util.Map;
import java.util.UUID;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.ExchangeHelper;

/**
 * One of {@code walnut:event}, {@code walnut:sample}, {@code walnut:dispatch}, {@code
 * walnut:notify}.
 */
final class WalnutEndpoint extends DefaultEndpoint implements MultipleConsumersSupport {

    private final WalnutComponent component;
    private final String name;
    private final Map<String, String> options;

    WalnutEndpoint(
            String uri, WalnutComponent component, String name, Map<String, String> options) {
        super(uri, component);
        this.component = component;
        this.name = name;
        this.options = options;
    }

    @Override
    public boolean isMultipleConsumersSupported() {
        return true;
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        if (!name.equals("event") && !name.equals("sample")) {
            throw new UnsupportedOperationException("walnut:" + name + " tells nothing");
        }
        return new WalnutConsumer(this, component, name, options, processor);
    }

    @Override
    public Producer createProducer() {
        return switch (name) {
            case "dispatch" -> producer(this::dispatch);
            case "notify" -> producer(this::tell);
            default -> throw new UnsupportedOperationException("walnut:" + name + " takes nothing");
        };
    }

    private Producer producer(java.util.function.Consumer<Exchange> work) {
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) {
                work.accept(exchange);
            }
        };
    }

    private void dispatch(Exchange exchange) {
        UUID policy = UUID.fromString(options.get("policy"));
        UUID run =
                component
                        .starter()
                        .start(ExchangeHelper.getAtRouteId(exchange), policy, options.get("ups"));
        exchange.setVariable("run_id", run.toString());
    }

    private void tell(Exchange exchange) {
        component
                .teller()
                .tell(
                        ExchangeHelper.getAtRouteId(exchange),
                        options.get("channel"),
                        options.getOrDefault("severity", "warn"),
                        exchange.getMessage().getBody(String.class));
    }
}
