package io.github.walnut.component.device;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Map;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sockets that reach the address that was checked and no other, and over which TLS trusts whom the
 * host's settings trust. Each step is timed in the call.
 */
final class MailSockets extends SSLSocketFactory {

    private final InetAddress address;
    private final DeviceSettings settings;
    private final DeviceCall call;

    MailSockets(InetAddress address, DeviceSettings settings, DeviceCall call) {
        this.address = address;
        this.settings = settings;
        this.call = call;
    }

    /** The same without TLS; the library takes one of the other kind as a wish for TLS. */
    SocketFactory plain() {
        return new SocketFactory() {
            @Override
            public Socket createSocket() {
                return new Checked();
            }

            @Override
            public Socket createSocket(String host, int port) {
                return MailSockets.this.createSocket(host, port);
            }

            @Override
            public Socket createSocket(String host, int port, InetAddress local, int localPort) {
                return MailSockets.this.createSocket(host, port);
            }

            @Override
            public Socket createSocket(InetAddress host, int port) {
                return MailSockets.this.createSocket(host, port);
            }

            @Override
            public Socket createSocket(
                    InetAddress host, int port, InetAddress local, int localPort) {
                return MailSockets.this.createSocket(host, port);
            }
        };
    }

    @Override
    public Socket createSocket() {
        return new Checked();
    }

    /** Puts TLS over a connection that stands. */
    @Override
    public Socket createSocket(Socket plain, String host, int port, boolean closes)
            throws IOException {
        try {
            return TlsHandshake.step(call, plain, host, port, settings);
        } catch (DeviceException failure) {
            throw new IOException(failure);
        }
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return new String[0];
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return new String[0];
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("connections are made by createSocket()");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        return createSocket(host.getHostName(), port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        return createSocket(host, port);
    }

    private final class Checked extends Socket {

        /** Whatever the name leads to by now, the connection goes where it was checked. */
        @Override
        public void connect(SocketAddress asked, int limitMillis) throws IOException {
            int port = ((InetSocketAddress) asked).getPort();
            try {
                call.phase("connect", Map.of(), () -> reached(port, limitMillis));
            } catch (DeviceException failure) {
                throw new IOException(failure);
            }
        }

        private Void reached(int port, int limitMillis) throws DeviceException {
            try {
                super.connect(new InetSocketAddress(address, port), limitMillis);
                return null;
            } catch (IOException failure) {
                throw DeviceException.of(
                        "unreachable",
                        "connect",
                        "No connection to host " + settings.hostId() + ".",
                        failure);
            }
        }
    }
}
