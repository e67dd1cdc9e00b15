package io.github.walnut.component.device;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;

/** Carries the requests of drivers to hosts. It alone holds addresses and secrets. */
@Component("device")
public class DeviceComponent extends DefaultComponent {

    /** Name of a {@link LongSupplier} in the registry: the time by which virtual targets live. */
    public static final String VIRTUAL_MILLIS = "virtualMillis";

    private final Map<String, DeviceTransport> transports = new TreeMap<>();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
            throws Exception {
        if (remaining.equals(TrapEndpoint.NAME)) {
            return new TrapEndpoint(uri, this);
        }
        DeviceTransport transport = transports().get(remaining);
        if (transport == null) {
            throw new IllegalArgumentException(
                    "device:" + remaining + " is none of the transports " + transports().keySet());
        }
        DeviceEndpoint endpoint = new DeviceEndpoint(uri, this, transport);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** Made when the first is asked for; a context that only hears has none. */
    private synchronized Map<String, DeviceTransport> transports() {
        if (transports.isEmpty()) {
            Egress bound = CamelContextHelper.findSingleByType(getCamelContext(), Egress.class);
            Egress egress = bound == null ? Egress.withoutExceptions() : bound;
            for (DeviceTransport transport : transports(egress)) {
                transports.put(transport.name(), transport);
            }
        }
        return transports;
    }

    private LongSupplier virtualMillis() {
        LongSupplier bound =
                CamelContextHelper.lookup(getCamelContext(), VIRTUAL_MILLIS, LongSupplier.class);
        return bound == null ? () -> System.nanoTime() / 1_000_000 : bound;
    }

    private VirtualStates virtualStates() {
        VirtualStates bound =
                CamelContextHelper.findSingleByType(getCamelContext(), VirtualStates.class);
        return bound == null ? new ForgottenStates() : bound;
    }

    /** A further transport is one more line here. */
    private List<DeviceTransport> transports(Egress egress) {
        return List.of(
                new SshTransport(egress),
                new HttpTransport(getCamelContext(), egress),
                new MqttTransport(egress),
                new TcpTransport(egress),
                new MailTransport(egress),
                new SyslogTransport(egress),
                new WakeTransport(),
                new VirtualTransport(virtualMillis(), virtualStates()));
    }

    @Override
    protected synchronized void doStop() throws Exception {
        super.doStop();
        transports.values().forEach(DeviceTransport::close);
    }
}
