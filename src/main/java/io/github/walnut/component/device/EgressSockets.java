package io.github.walnut.component.device;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import javax.net.SocketFactory;

/**
 * Makes sockets for a client library that names its peer when it connects: each goes to the address
 * that was checked, and to no other.
 */
public final class EgressSockets extends SocketFactory {

    private final Egress egress;

    public EgressSockets(Egress egress) {
        this.egress = egress;
    }

    @Override
    public Socket createSocket() {
        return new Checked();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        Socket socket = createSocket();
        socket.connect(InetSocketAddress.createUnresolved(host, port));
        return socket;
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket(host.getHostAddress(), port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
            throws IOException {
        throw new SocketException("a local address cannot be chosen");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
            throws IOException {
        throw new SocketException("a local address cannot be chosen");
    }

    private final class Checked extends Socket {

        @Override
        public void connect(SocketAddress peer) throws IOException {
            connect(peer, 0);
        }

        @Override
        public void connect(SocketAddress peer, int timeout) throws IOException {
            if (!(peer instanceof InetSocketAddress named)) {
                throw new SocketException(peer + " is no address of a network");
            }
            InetAddress address = egress.resolvePeer(named.getHostString(), named.getPort());
            super.connect(new InetSocketAddress(address, named.getPort()), timeout);
        }
    }
}
