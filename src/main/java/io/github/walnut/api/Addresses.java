package io.github.walnut.api;

import io.vertx.core.net.SocketAddress;

/** What is asked about the address of a peer. */
final class Addresses {

    private Addresses() {}

    static boolean loopback(String host) {
        return host.startsWith("127.") || host.equals("0:0:0:0:0:0:0:1") || host.equals("::1");
    }

    /** Of {@code 10.0.0.5:8080}, {@code [::1]:80} and bare addresses. */
    static String withoutPort(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? text : text.substring(1, end);
        }
        int colon = text.indexOf(':');
        return colon < 0 || colon != text.lastIndexOf(':') ? text : text.substring(0, colon);
    }

    static String host(SocketAddress address) {
        return address == null || address.hostAddress() == null ? "" : address.hostAddress();
    }
}
