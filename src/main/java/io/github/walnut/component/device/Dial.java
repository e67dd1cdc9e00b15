package io.github.walnut.component.device;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;

/** Connects to an address that was checked, as the step {@code connect} of a call. */
final class Dial {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private Dial() {}

    /** From then on the socket waits as long for an answer as it did for the connection. */
    static void up(Socket socket, InetSocketAddress to, String hostId, DeviceCall call)
            throws DeviceException {
        call.phase("connect", Map.of(), () -> connected(socket, to, hostId, call.left(LIMIT)));
    }

    private static Void connected(
            Socket socket, InetSocketAddress to, String hostId, Duration limit)
            throws DeviceException {
        try {
            int millis = (int) Math.max(1, limit.toMillis());
            socket.setSoTimeout(millis);
            socket.connect(to, millis);
            return null;
        } catch (IOException failure) {
            throw DeviceException.of(
                    "unreachable", "connect", "No connection to host " + hostId + ".", failure);
        }
    }
}
