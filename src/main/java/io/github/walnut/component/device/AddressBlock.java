package io.github.walnut.component.device;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A network in CIDR notation. */
record AddressBlock(byte[] network, int bits) {

    private static final Pattern CIDR =
            Pattern.compile(
                    "([0-9]{1,3}([.][0-9]{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F.:]*)/[0-9]{1,3}");

    static AddressBlock parse(String text) {
        if (!CIDR.matcher(text).matches()) {
            throw new IllegalArgumentException(text + " is not a network such as 10.0.0.0/8");
        }
        String[] parts = text.split("/");
        byte[] network = numeric(parts[0]);
        int bits = Integer.parseInt(parts[1]);
        if (bits > network.length * 8) {
            throw new IllegalArgumentException(text + " has more bits than its address");
        }
        return new AddressBlock(network, bits);
    }

    boolean contains(InetAddress address) {
        byte[] other = address.getAddress();
        if (other.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((network[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** The characters of a CIDR leave no name that would have to be looked up. */
    private static byte[] numeric(String address) {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException notAnAddress) {
            throw new IllegalArgumentException(address + " is not an address", notAnAddress);
        }
    }
}
