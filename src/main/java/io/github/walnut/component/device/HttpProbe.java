package io.github.walnut.component.device;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;

/** Goes the way to a host step by step, so that a test can tell how far it leads. */
record HttpProbe(HttpAddress address, DeviceSettings settings, Egress egress) {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    void walk(DeviceCall call) throws DeviceException {
        InetAddress found = egress.resolve(address.host(), address.port(), call);
        try (Socket socket = new Socket()) {
            call.phase("connect", Map.of(), () -> connected(socket, found, call.left(CONNECT)));
            if (address.encrypted()) {
                socket.setSoTimeout((int) Math.max(1, call.left(CONNECT).toMillis()));
                call.phase(
                                "trust",
                                Map.of(),
                                () ->
                                        TlsHandshake.over(
                                                socket, address.host(), address.port(), settings))
                        .close();
            }
        } catch (IOException failure) {
            throw unreachable(failure);
        }
    }

    private Void connected(Socket socket, InetAddress found, Duration limit)
            throws DeviceException {
        try {
            socket.connect(
                    new InetSocketAddress(found, address.port()),
                    (int) Math.max(1, limit.toMillis()));
            return null;
        } catch (IOException failure) {
            throw unreachable(failure);
        }
    }

    private DeviceException unreachable(IOException failure) {
        return DeviceException.of(
                "unreachable",
                "connect",
                "No connection to host " + settings.hostId() + ".",
                failure);
    }
}
