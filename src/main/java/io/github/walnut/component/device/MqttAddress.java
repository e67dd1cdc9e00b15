package io.github.walnut.component.device;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.Map;

/** Where a broker listens. */
record MqttAddress(String scheme, String host, int port) {

    private static final Map<String, Integer> PORTS =
            Map.of("tcp", 1883, "ssl", 8883, "ws", 80, "wss", 443);

    static MqttAddress parse(String text) throws DeviceException {
        try {
            URI uri = URI.create(text);
            Integer usual = PORTS.get(String.valueOf(uri.getScheme()));
            if (usual != null && uri.getHost() != null && uri.getUserInfo() == null) {
                return new MqttAddress(
                        uri.getScheme(), uri.getHost(), uri.getPort() < 0 ? usual : uri.getPort());
            }
        } catch (IllegalArgumentException unreadable) {
            throw invalid(text);
        }
        throw invalid(text);
    }

    boolean encrypted() {
        return scheme.equals("ssl") || scheme.equals("wss");
    }

    /** As it is written; a name is not asked for. */
    boolean ofThisMachine() {
        return host.equalsIgnoreCase("localhost")
                || host.matches("127(\\.\\d{1,3}){3}")
                || host.equals("[::1]");
    }

    /** Plain connections use the address that was checked; encrypted ones need the name. */
    URI uri(InetAddress resolved) {
        String plain =
                resolved instanceof Inet6Address
                        ? "[" + resolved.getHostAddress() + "]"
                        : resolved.getHostAddress();
        return URI.create(scheme + "://" + (encrypted() ? host : plain) + ":" + port);
    }

    private static DeviceException invalid(String text) {
        return DeviceException.of(
                "validation",
                "url_invalid",
                "A broker is tcp://, ssl://, ws:// or wss:// with a host, not " + text + ".");
    }
}
