package io.github.walnut.component.device;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultEndpoint;

/** {@code device:snmp-trap}: hears traps while a route from it runs; each is the body of one. */
final class TrapEndpoint extends DefaultEndpoint {

    static final String NAME = "snmp-trap";

    TrapEndpoint(String uri, DeviceComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("device:snmp-trap only hears");
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        TrapPort port = CamelContextHelper.findSingleByType(getCamelContext(), TrapPort.class);
        if (port == null) {
            throw new IllegalStateException("device:snmp-trap needs a TrapPort in the registry");
        }
        return new TrapConsumer(this, processor, port);
    }
}
