package io.github.walnut.integration;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * The form {@code uri} of a connection field: an address of one of the transports whose host stands
 * there as it is, without a login, an escape or another alphabet that hides it.
 */
final class AddressForm {

    private static final Set<String> SCHEMES = Set.of("http", "https", "ws", "wss", "tcp", "ssl");
    private static final int LAST_PORT = 65_535;

    private AddressForm() {}

    static boolean fits(String text) {
        try {
            URI uri = new URI(text).parseServerAuthority();
            return SCHEMES.contains(String.valueOf(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getRawFragment() == null
                    && uri.getPort() != 0
                    && uri.getPort() <= LAST_PORT
                    && uri.getRawAuthority().indexOf('%') < 0
                    && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
        } catch (URISyntaxException unreadable) {
            return false;
        }
    }
}
