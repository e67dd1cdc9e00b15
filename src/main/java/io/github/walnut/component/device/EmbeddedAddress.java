package io.github.walnut.component.device;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** The IPv4 address that an IPv6 address carries in it: compatible, NAT64, 6to4. */
final class EmbeddedAddress {

    private static final int[] NAT64 = {0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    private EmbeddedAddress() {}

    /** Null when there is none. */
    static InetAddress of(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return null;
        }
        byte[] bytes = address.getAddress();
        if (bytes[0] == 0x20 && bytes[1] == 0x02) {
            return plain(Arrays.copyOfRange(bytes, 2, 6));
        }
        boolean carried = ((Inet6Address) address).isIPv4CompatibleAddress() || nat64(bytes);
        return carried ? plain(Arrays.copyOfRange(bytes, 12, 16)) : null;
    }

    private static boolean nat64(byte[] bytes) {
        for (int i = 0; i < NAT64.length; i++) {
            if ((bytes[i] & 0xff) != NAT64[i]) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress plain(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }
}
