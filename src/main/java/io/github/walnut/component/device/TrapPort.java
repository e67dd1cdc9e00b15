package io.github.walnut.component.device;

import java.net.InetAddress;
import java.util.List;

/** Where and from whom {@code device:snmp-trap} hears traps; one is bound in the registry. */
public interface TrapPort {

    /**
     * @param port UDP; 0 for any that is free
     * @param community null to take no traps of version 2c
     */
    record Terms(InetAddress address, int port, String community, List<TrapReceiver.User> users) {
        @Override
        public String toString() {
            return "Terms[" + address + ":" + port + "]";
        }
    }

    /** As they are when the port is opened. */
    Terms terms();

    /** Whether traps from this address are wanted; asked for every datagram. */
    boolean known(String source);

    /** A datagram was dropped. */
    void refused(String why);
}
