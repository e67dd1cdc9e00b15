package io.github.walnut.api;

import io.vertx.core.net.SocketAddress;

/** What is asked about the address of a peer. */
final class Addresses {

    private Addresses() {}

    static boolean loopback(SocketAddress address) {
        String host = host(address);
        return host.startsWith("127.") || host.equals("0:0:0:0:0:0:0:1") || host.equals("::1");
    }

    static String host(SocketAddress address) {
        return address == null || address.hostAddress() == null ? "" : address.hostAddress();
    }
}
