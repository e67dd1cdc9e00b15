package io.github.walnut.component.device;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** Holds the port open from the start of its route to its stop. */
final class TrapConsumer extends DefaultConsumer {

    private final TrapPort port;
    private TrapReceiver receiver;

    TrapConsumer(TrapEndpoint endpoint, Processor processor, TrapPort port) {
        super(endpoint, processor);
        this.port = port;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        TrapPort.Terms terms = port.terms();
        receiver =
                new TrapReceiver(
                        terms.address(),
                        terms.port(),
                        terms.community(),
                        terms.users(),
                        port::known,
                        this::heard,
                        port::refused);
    }

    private void heard(TrapReceiver.Trap trap) {
        Exchange exchange = createExchange(true);
        exchange.getMessage().setBody(trap);
        try {
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        if (exchange.getException() != null) {
            getExceptionHandler()
                    .handleException("a trap came to nothing", exchange, exchange.getException());
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (receiver != null) {
            receiver.close();
            receiver = null;
        }
        super.doStop();
    }
}
