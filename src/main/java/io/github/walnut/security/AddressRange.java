package io.github.walnut.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Addresses with a common beginning, in CIDR notation; a bare address stands for itself. */
public record AddressRange(String text) {

    /** Leaves no name that would have to be looked up. */
    private static final Pattern FORM =
            Pattern.compile(
                    "([0-9]{1,3}([.][0-9]{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F.:]*)(/[0-9]{1,3})?");

    private static final int SITE_BITS = 64;

    /** Throws {@link IllegalArgumentException} for what is no range. */
    public AddressRange {
        if (!FORM.matcher(text).matches() || bits(text) > numeric(address(text)).length * 8) {
            throw refused(text);
        }
    }

    /** Whether this is one numeric address. */
    public static boolean isAddress(String text) {
        try {
            return !text.contains("/") && FORM.matcher(text).matches() && numeric(text).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * @param address numeric
     */
    public boolean contains(String address) {
        byte[] network = numeric(address(text));
        byte[] other = FORM.matcher(address).matches() ? numeric(address) : new byte[0];
        return other.length == network.length
                && Arrays.equals(masked(network, bits(text)), masked(other, bits(text)));
    }

    /**
     * What one party can be expected to hold: an IPv4 address, or the first 64 bits of an IPv6 one.
     * Text that is no address stays as it is.
     */
    public static String party(String address) {
        if (!address.contains(":") || !FORM.matcher(address).matches()) {
            return address;
        }
        byte[] bytes = numeric(address);
        return bytes.length == 4 ? address : Arrays.toString(masked(bytes, SITE_BITS));
    }

    private static int bits(String range) {
        int slash = range.indexOf('/');
        return slash < 0 ? numeric(range).length * 8 : Integer.parseInt(range.substring(slash + 1));
    }

    private static String address(String range) {
        int slash = range.indexOf('/');
        return slash < 0 ? range : range.substring(0, slash);
    }

    private static byte[] masked(byte[] address, int bits) {
        byte[] masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.max(0, Math.min(8, bits - i * 8));
            masked[i] &= (byte) (0xff00 >> kept);
        }
        return masked;
    }

    private static byte[] numeric(String address) {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw refused(address);
        }
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException(
                "'" + text + "': expected an address or a network such as 10.0.0.0/8");
    }
}
