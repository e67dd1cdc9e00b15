package io.github.walnut.integration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.run.ErrorClass;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** Makes {@code helper:<name>} call a function of ours. It is bound by hand in one context only. */
final class HelperComponent extends DefaultComponent {

    private Helpers helpers;

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        String source =
                CamelContextHelper.lookup(getCamelContext(), DriverContext.SOURCE, String.class);
        helpers = new Helpers(source == null ? "walnut" : source);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
        return new HelperEndpoint(uri, this, helpers.find(name));
    }

    private static final class HelperEndpoint extends DefaultEndpoint {

        private final Helper helper;

        HelperEndpoint(String uri, HelperComponent component, Helper helper) {
            super(uri, component);
            this.helper = helper;
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) throws DriverFailure {
                    helper.apply(body(exchange));
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException("helper: is only called");
        }

        private static ObjectNode body(Exchange exchange) throws DriverFailure {
            if (exchange.getMessage().getBody() instanceof ObjectNode body) {
                return body;
            }
            throw new DriverFailure(
                    ErrorClass.INTERNAL,
                    "body_unreadable",
                    "The driver replaced the call by something else.");
        }
    }
}
