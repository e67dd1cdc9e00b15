package io.github.walnut.component.device;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Sends one request of a driver to the host of the call and keeps the reply in the body. */
@UriEndpoint(
        firstVersion = "1.0.0",
        scheme = "device",
        title = "walNUT device",
        syntax = "device:transport",
        category = Category.IOT,
        producerOnly = true,
        remote = true)
public class DeviceEndpoint extends DefaultEndpoint {

    private final DeviceTransport carrier;

    @UriPath(description = "Name of the transport, for example ssh or http")
    @Metadata(required = true)
    private String transport;

    @UriParam(description = "Name of the exchange variable that holds the request as JSON")
    @Metadata(required = true)
    private String request;

    @UriParam(description = "The reply is stored in the body at steps and this name")
    @Metadata(required = true)
    private String save;

    @UriParam(
            description = "A failed read is stored as an error instead of ending the call",
            defaultValue = "false")
    private boolean optional;

    DeviceEndpoint(String uri, DeviceComponent component, DeviceTransport carrier) {
        super(uri, component);
        this.carrier = carrier;
        this.transport = carrier.name();
    }

    @Override
    public Producer createProducer() {
        return new DeviceProducer(this, carrier);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("device: only sends");
    }

    public String getTransport() {
        return transport;
    }

    public void setTransport(String transport) {
        this.transport = transport;
    }

    public String getRequest() {
        return request;
    }

    public void setRequest(String request) {
        this.request = request;
    }

    public String getSave() {
        return save;
    }

    public void setSave(String save) {
        this.save = save;
    }

    public boolean isOptional() {
        return optional;
    }

    public void setOptional(boolean optional) {
        this.optional = optional;
    }
}
