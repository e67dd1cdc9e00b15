package io.github.walnut.component.nut;

import java.net.InetAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Network UPS Tools: reads UPSs from upsd, and acts on them. */
@Component("nut")
public class NutComponent extends DefaultComponent {

    @Metadata(label = "advanced", description = "The options that endpoints start from")
    private NutConfiguration configuration = new NutConfiguration();

    @Metadata(
            label = "advanced",
            autowired = true,
            description = "Reasons of the application for reading a UPS at the fast interval")
    private NutAlertHook alertHook;

    @Metadata(
            label = "advanced",
            autowired = true,
            description = "Hears about servers: UPSs listed, TLS, errors")
    private NutServerListener serverListener;

    @Metadata(
            label = "advanced,security",
            autowired = true,
            description = "Remembers certificates beyond a restart; without one they are forgotten")
    private NutTlsMemory tlsMemory;

    @Metadata(
            label = "advanced",
            autowired = true,
            description = "The clock that intervals and ages use")
    private NutClock clock;

    private final NutSessions sessions = new NutSessions(this::host);
    private final NutLog log = new NutLog();
    private final NutTlsMemory ownTlsMemory = NutTlsMemory.transientMemory();
    private final Set<NutConsumer> consumers = new CopyOnWriteArraySet<>();
    private volatile NutAddresses addresses = (host, port) -> InetAddress.getByName(host);
    private ScheduledExecutorService watchdog;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
            throws Exception {
        NutEndpoint endpoint =
                new NutEndpoint(uri, this, UpsAddress.parse(remaining), configuration.copy());
        setProperties(endpoint, parameters);
        endpoint.getConfiguration().validate();
        return endpoint;
    }

    /**
     * Looks at a server on a connection of its own, whether or not it is polled.
     *
     * @param options user, password, TLS and time limits
     * @param login also try LOGIN and LOGOUT, which is the only proof of credentials; a primary may
     *     see one more secondary for a moment
     * @throws NutException when no connection can be had or a request fails
     */
    public NutProbe probe(NutServer server, NutConfiguration options, boolean login)
            throws NutException {
        options.validate();
        NutEndpoint endpoint =
                new NutEndpoint("nut:probe", this, new UpsAddress(UpsAddress.ALL, server), options);
        return endpoint.probe(login);
    }

    /**
     * Polls this UPS at once, and at the fast interval for the next minute.
     *
     * @param ups name of the UPS on that server; one that no consumer watches is left alone
     */
    public void pollNow(NutServer server, String ups) {
        consumers.stream().filter(c -> c.watches(server)).forEach(c -> c.poke(ups));
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        watchdog =
                getCamelContext()
                        .getExecutorServiceManager()
                        .newSingleThreadScheduledExecutor(this, "nut-watchdog");
    }

    @Override
    protected void doStop() throws Exception {
        sessions.closeAll();
        super.doStop();
    }

    @Override
    protected void doShutdown() throws Exception {
        sessions.closeAll();
        if (watchdog != null) {
            getCamelContext().getExecutorServiceManager().shutdownNow(watchdog);
        }
        super.doShutdown();
    }

    /** From now on; connections that stand are left alone. */
    public void resolveBy(NutAddresses newAddresses) {
        addresses = newAddresses;
    }

    NutHost host() {
        return new NutHost(
                clock == null ? NutClock.system() : clock,
                tlsMemory == null ? ownTlsMemory : tlsMemory,
                addresses,
                alertHook,
                serverListener,
                watchdog,
                log);
    }

    NutSessions sessions() {
        return sessions;
    }

    void register(NutConsumer consumer) {
        consumers.add(consumer);
    }

    void unregister(NutConsumer consumer) {
        consumers.remove(consumer);
    }

    public NutConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(NutConfiguration configuration) {
        this.configuration = configuration;
    }

    public NutAlertHook getAlertHook() {
        return alertHook;
    }

    public void setAlertHook(NutAlertHook alertHook) {
        this.alertHook = alertHook;
    }

    public NutServerListener getServerListener() {
        return serverListener;
    }

    public void setServerListener(NutServerListener serverListener) {
        this.serverListener = serverListener;
    }

    public NutTlsMemory getTlsMemory() {
        return tlsMemory;
    }

    public void setTlsMemory(NutTlsMemory tlsMemory) {
        this.tlsMemory = tlsMemory;
    }

    public NutClock getClock() {
        return clock;
    }

    public void setClock(NutClock clock) {
        this.clock = clock;
    }
}
