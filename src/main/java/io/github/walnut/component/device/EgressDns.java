package io.github.walnut.component.device;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/** Makes the HTTP client connect to the address that was checked, and to no other. */
record EgressDns(Egress egress) implements DnsResolver {

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        try {
            return List.of(new InetSocketAddress(egress.resolve(host, port), port));
        } catch (DeviceException refused) {
            UnknownHostException unknown = new UnknownHostException(refused.getMessage());
            unknown.initCause(refused);
            throw unknown;
        }
    }

    /** The client asks with the port, which has to be checked too. */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        throw new UnsupportedOperationException("an address is resolved with its port");
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
