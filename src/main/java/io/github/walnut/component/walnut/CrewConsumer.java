package io.github.walnut.component.walnut;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** A consumer whose exchanges are made and worked off on the crew's threads. */
abstract class CrewConsumer extends DefaultConsumer {

    CrewConsumer(Endpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    /** Lets the exchange go through the route, to its end. */
    final void pass(Exchange exchange) {
        try {
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        if (exchange.getException() != null) {
            getExceptionHandler()
                    .handleException(
                            "A route of an operator failed", exchange, exchange.getException());
        }
    }
}
