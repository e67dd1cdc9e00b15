package io.github.walnut.component.device;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Goes the way to a host step by step, so that a test can tell how far it leads. */
record HttpProbe(HttpAddress address, DeviceSettings settings, Egress egress) {

    void walk(DeviceCall call) throws DeviceException {
        InetAddress found = egress.resolve(address.host(), address.port(), call);
        try (Socket socket = new Socket()) {
            Dial.up(socket, new InetSocketAddress(found, address.port()), settings.hostId(), call);
            if (address.encrypted()) {
                TlsHandshake.step(call, socket, address.host(), address.port(), settings).close();
            }
        } catch (IOException failure) {
            throw DeviceException.of(
                    "unreachable",
                    "connect",
                    "No connection to host " + settings.hostId() + ".",
                    failure);
        }
    }
}
