package io.github.walnut.component.nut;

import java.util.Locale;

/**
 * Where one upsd listens.
 *
 * @param host name or address in lower case, an IPv6 address without brackets
 * @param port TCP port
 */
public record NutServer(String host, int port) {

    public static final int DEFAULT_PORT = 3493;

    public NutServer {
        host = host.toLowerCase(Locale.ROOT);
    }

    /** {@code host:port}, an IPv6 address in brackets. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
