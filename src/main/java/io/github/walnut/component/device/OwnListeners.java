package io.github.walnut.component.device;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Where this program listens; who is sent there speaks to walNUT from inside. */
final class OwnListeners {

    private final Set<InetSocketAddress> all = ConcurrentHashMap.newKeySet();

    void add(InetSocketAddress listener) {
        all.add(listener);
    }

    boolean reaches(InetAddress address, int port) {
        return all.stream()
                .anyMatch(own -> own.getPort() == port && answersAt(own.getAddress(), address));
    }

    private static boolean answersAt(InetAddress listener, InetAddress address) {
        return listener.equals(address) || listener.isAnyLocalAddress() && ofThisMachine(address);
    }

    private static boolean ofThisMachine(InetAddress address) {
        try {
            return address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            return false;
        }
    }
}
