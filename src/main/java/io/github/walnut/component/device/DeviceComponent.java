package io.github.walnut.component.device;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;

/** Carries the requests of drivers to hosts. It alone holds addresses and secrets. */
@Component("device")
public class DeviceComponent extends DefaultComponent {

    private final Map<String, DeviceTransport> transports = new TreeMap<>();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
            throws Exception {
        DeviceTransport transport = transports.get(remaining);
        if (transport == null) {
            throw new IllegalArgumentException(
                    "device:" + remaining + " is none of the transports " + transports.keySet());
        }
        DeviceEndpoint endpoint = new DeviceEndpoint(uri, this, transport);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        Egress bound = CamelContextHelper.findSingleByType(getCamelContext(), Egress.class);
        Egress egress = bound == null ? Egress.withoutExceptions() : bound;
        for (DeviceTransport transport : transports(egress)) {
            transports.put(transport.name(), transport);
        }
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
                new WakeTransport(),
                new VirtualTransport(() -> System.nanoTime() / 1_000_000, virtualStates()));
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        transports.values().forEach(DeviceTransport::close);
    }
}
