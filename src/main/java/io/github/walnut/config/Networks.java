package io.github.walnut.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Texts that name networks and origins. */
final class Networks {

    /** CIDR notation. */
    static final Shape.Text NETWORK =
            new Shape.Text(64, Networks::isNetwork, "networks such as 10.0.0.0/8");

    /** One address, or CIDR notation. */
    static final Shape.Text PEER =
            new Shape.Text(64, Networks::isPeer, "addresses or networks such as 10.0.0.0/8");

    /** Scheme, host and port, nothing more (RFC 6454 section 6.2). */
    static final Shape.Text ORIGIN =
            new Shape.Text(256, Networks::isOrigin, "origins such as https://walnut.example:8443");

    /** As of a server that is asked, or of an interface that is listened on. */
    static final Shape.Text HOST =
            Shape.Text.matching(
                    "[A-Za-z0-9][A-Za-z0-9._-]{0,252}|(?=[^:]*:[^:]*:)[0-9A-Fa-f:.]+(%[A-Za-z0-9]+)?",
                    "a name or an address without brackets or port");

    private static final Pattern CIDR =
            Pattern.compile("((?:\\d{1,3}\\.){3}\\d{1,3}|[0-9a-fA-F.]*:[0-9a-fA-F.:]+)/(\\d{1,3})");

    private Networks() {}

    private static boolean isNetwork(String text) {
        var parts = CIDR.matcher(text);
        if (!parts.matches()) {
            return false;
        }
        try {
            int bits = InetAddress.getByName(parts.group(1)).getAddress().length * 8;
            return Integer.parseInt(parts.group(2)) <= bits;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean isPeer(String text) {
        return isNetwork(text.contains("/") ? text : text + "/0");
    }

    private static boolean isOrigin(String text) {
        try {
            URI uri = URI.create(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return web
                    && uri.getHost() != null
                    && text.equals(uri.getScheme() + "://" + uri.getRawAuthority())
                    && uri.getRawUserInfo() == null
                    && uri.getHost().indexOf('*') < 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
