package io.github.walnut.component.device;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;

/** One endpoint per host; it is made anew when the host's connection changed. */
final class HttpEndpoints implements AutoCloseable {

    private final CamelContext camel;
    private final Egress egress;
    private final Map<String, HttpHost> hosts = new HashMap<>();

    HttpEndpoints(CamelContext camel, Egress egress) {
        this.camel = camel;
        this.egress = egress;
    }

    synchronized HttpHost of(DeviceSettings settings, HttpAddress address) throws DeviceException {
        HttpHost present = hosts.get(settings.hostId());
        if (present != null && present.revision().equals(settings.revision())) {
            return present;
        }
        HttpHost made = HttpHost.open(camel, settings, address.origin(), egress);
        HttpHost before = hosts.put(settings.hostId(), made);
        if (before != null) {
            before.close();
        }
        return made;
    }

    /** Goes the way to the host step by step where the call is a test of it. */
    void probe(DeviceSettings settings, HttpAddress address, DeviceCall call)
            throws DeviceException {
        if (call.takesFreshConnection()) {
            new HttpProbe(address, settings, egress).walk(call);
        }
    }

    @Override
    public synchronized void close() {
        hosts.values().forEach(HttpHost::close);
        hosts.clear();
    }
}
