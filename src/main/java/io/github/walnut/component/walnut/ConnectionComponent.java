package io.github.walnut.component.walnut;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.ExchangeHelper;

/**
 * {@code connection:name} hands what a route made to the host of this name. The endpoint knows
 * neither address nor secrets; no header leaves the route, and nothing of the host comes back but
 * the variables {@code run_id} and {@code mode}.
 */
public final class ConnectionComponent extends DefaultComponent {

    private final ConnectionSender sender;

    public ConnectionComponent(ConnectionSender sender) {
        this.sender = sender;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
        Map<String, String> options = new LinkedHashMap<>();
        parameters.forEach((key, value) -> options.put(key, String.valueOf(value)));
        parameters.clear();
        return new ConnectionEndpoint(uri, this, name, options);
    }

    private static final class ConnectionEndpoint extends DefaultEndpoint {

        private final ConnectionSender sender;
        private final String name;
        private final Map<String, String> options;

        ConnectionEndpoint(
                String uri,
                ConnectionComponent component,
                String name,
                Map<String, String> options) {
            super(uri, component);
            this.sender = component.sender;
            this.name = name;
            this.options = options;
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException("connection:" + name + " tells nothing");
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) {
                    send(exchange);
                }
            };
        }

        private void send(Exchange exchange) {
            ConnectionSender.Sent sent =
                    sender.send(
                            new ConnectionSender.Wish(
                                    ExchangeHelper.getAtRouteId(exchange),
                                    name,
                                    options,
                                    exchange.getMessage().getBody(),
                                    exchange.getVariables()));
            exchange.setVariable("run_id", sent.run().toString());
            exchange.setVariable("mode", sent.live() ? "live" : "dry_run");
        }
    }
}
