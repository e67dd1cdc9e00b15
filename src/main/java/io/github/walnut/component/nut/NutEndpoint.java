package io.github.walnut.component.nut;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Read UPSs from Network UPS Tools servers (upsd), set their variables and send them commands. */
@UriEndpoint(
        firstVersion = "1.0.0",
        scheme = "nut",
        title = "Network UPS Tools",
        syntax = "nut:ups",
        category = Category.MONITORING,
        headersClass = NutConstants.class)
public class NutEndpoint extends DefaultEndpoint {

    @UriPath(
            description =
                    "The UPS as ups[@host[:port]]: its name or * for all of the server; the host is localhost and the"
                            + " port 3493 unless given; an IPv6 address stands in brackets")
    @Metadata(required = true)
    private String ups;

    @UriParam private NutConfiguration configuration;

    private UpsAddress address;

    NutEndpoint(
            String uri,
            NutComponent component,
            UpsAddress address,
            NutConfiguration configuration) {
        super(uri, component);
        this.address = address;
        this.ups = address.ups();
        this.configuration = configuration;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (configuration.getSslContextParameters() != null) {
            new SslResources(getCamelContext())
                    .reachableFrom(configuration.getSslContextParameters());
        }
    }

    @Override
    public NutComponent getComponent() {
        return (NutComponent) super.getComponent();
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        NutConsumer consumer = new NutConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        return new NutProducer(this);
    }

    /**
     * Looks at the server on a connection of its own, beside those that poll.
     *
     * @param login also try LOGIN and LOGOUT, which is the only proof of credentials; a primary may
     *     see one more secondary for a moment
     * @throws NutException when no connection can be had or a request fails
     */
    public NutProbe probe(boolean login) throws NutException {
        return new NutProbing(sessionSettings(), getComponent().host(), address).probe(login);
    }

    UpsAddress address() {
        return address;
    }

    NutServer server() {
        return address.server();
    }

    NutSessionSettings sessionSettings() {
        return new NutSessionSettings(
                server(),
                configuration.credentials(),
                configuration.tlsSettings(),
                configuration.getConnectTimeout(),
                configuration.getRequestTimeout(),
                configuration.getKeepAlive(),
                configuration.getReconnectDelay(),
                configuration.getReconnectMaxDelay());
    }

    /** The name of the UPS, or * for all. */
    public String getUps() {
        return ups;
    }

    /**
     * @param ups as {@code ups[@host[:port]]}
     */
    public void setUps(String ups) {
        address = UpsAddress.parse(ups);
        this.ups = address.ups();
    }

    public NutConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(NutConfiguration configuration) {
        this.configuration = configuration;
    }
}
