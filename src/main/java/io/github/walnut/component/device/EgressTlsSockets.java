package io.github.walnut.component.device;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes TLS sockets to one peer. Its address is checked before each connection; the handshake needs
 * the name, and the certificate must hold it, so an address that changes in between gains nothing.
 */
public final class EgressTlsSockets extends SSLSocketFactory {

    private final Egress egress;
    private final String host;
    private final int port;
    private final SSLSocketFactory sockets;

    /**
     * @param sockets does the rest
     */
    public EgressTlsSockets(Egress egress, String host, int port, SSLSocketFactory sockets) {
        this.egress = egress;
        this.host = host;
        this.port = port;
        this.sockets = sockets;
    }

    @Override
    public Socket createSocket() throws IOException {
        egress.resolvePeer(host, port);
        return sockets.createSocket();
    }

    @Override
    public Socket createSocket(Socket socket, String name, int at, boolean close)
            throws IOException {
        return sockets.createSocket(socket, name, at, close);
    }

    @Override
    public Socket createSocket(String name, int at) throws IOException {
        throw another();
    }

    @Override
    public Socket createSocket(InetAddress address, int at) throws IOException {
        throw another();
    }

    @Override
    public Socket createSocket(String name, int at, InetAddress local, int localPort)
            throws IOException {
        throw another();
    }

    @Override
    public Socket createSocket(InetAddress address, int at, InetAddress local, int localPort)
            throws IOException {
        throw another();
    }

    private SocketException another() {
        return new SocketException("these sockets are for " + host + " alone");
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }
}
