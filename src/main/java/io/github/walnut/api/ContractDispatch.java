package io.github.walnut.api;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Ordered;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.rest.openapi.RestOpenApiEndpoint;
import org.apache.camel.spi.CamelInternalProcessorAdvice;
import org.apache.camel.spi.InternalProcessor;
import org.apache.camel.spi.RestConfiguration;
import org.apache.camel.spi.RestOpenApiConsumerFactory;

/**
 * Gives a request to the route of its operation, which the handlers in front have found already.
 * Camel's own advice compares each request with every path of the contract, which takes longer than
 * most operations do. That all operations have a route is checked by Camel all the same.
 */
final class ContractDispatch implements RestOpenApiConsumerFactory {

    /** What {@code restConfiguration} names as its component. */
    static final String NAME = "api-dispatch";

    private static final String OF_CAMEL =
            RestOpenApiEndpoint.class.getName() + "$RestOpenApiProcessorAdvice";

    @Override
    public Consumer createConsumer(
            CamelContext camel,
            Processor processor,
            String contextPath,
            RestConfiguration configuration,
            Map<String, Object> parameters)
            throws Exception {
        InternalProcessor route = (InternalProcessor) processor;
        Object camels = route.getAdvice(Class.forName(OF_CAMEL));
        if (camels == null) {
            throw new IllegalStateException(
                    "the route of the contract has no " + OF_CAMEL + " to be replaced");
        }
        route.removeAdvice((CamelInternalProcessorAdvice<?>) camels);
        route.addAdvice(new ToOperation(camel));
        return camel.getComponent("platform-http", PlatformHttpComponent.class)
                .createConsumer(camel, processor, contextPath, configuration, parameters);
    }

    /** The last of the advices, as Camel's is: after what the route does with every exchange. */
    private static final class ToOperation
            implements CamelInternalProcessorAdvice<Object>, Ordered {

        private final CamelContext camel;
        private final Map<String, AsyncProducer> producers = new ConcurrentHashMap<>();

        ToOperation(CamelContext camel) {
            this.camel = camel;
        }

        @Override
        public Object before(Exchange exchange) {
            try {
                Incoming incoming = Incoming.of(exchange.getMessage());
                incoming.path().forEach(exchange.getMessage()::setHeader);
                producers
                        .computeIfAbsent(incoming.operation().id(), this::producer)
                        .process(exchange);
            } catch (Exception e) {
                exchange.setException(e);
            }
            return null;
        }

        /** The context ends it with all others. */
        private AsyncProducer producer(String operationId) {
            try {
                AsyncProducer producer =
                        camel.getEndpoint("direct:" + operationId).createAsyncProducer();
                camel.addService(producer);
                return producer;
            } catch (Exception e) {
                throw new IllegalStateException("no way to the route " + operationId, e);
            }
        }

        @Override
        public void after(Exchange exchange, Object state) {
            // the answer stands
        }

        @Override
        public boolean hasState() {
            return false;
        }

        @Override
        public int getOrder() {
            return Ordered.LOWEST;
        }
    }
}
