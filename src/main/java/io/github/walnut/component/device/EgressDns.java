package io.github.walnut.component.device;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/** Makes the HTTP client connect to the address that was checked, and to no other. */
record EgressDns(Egress egress) implements DnsResolver {

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        try {
            return new InetAddress[] {egress.resolve(host)};
        } catch (DeviceException refused) {
            UnknownHostException unknown = new UnknownHostException(refused.getMessage());
            unknown.initCause(refused);
            throw unknown;
        }
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
