package io.github.walnut.component.nut;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Asks for the address of a server, which the connection then uses. */
@FunctionalInterface
public interface NutAddresses {

    /**
     * @throws UnknownHostException also when the server may not be spoken to; the message says why
     */
    InetAddress address(String host, int port) throws UnknownHostException;
}
