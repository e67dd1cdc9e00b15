package io.github.walnut.component.nut;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands behind {@code nut:}: the name of a UPS, or {@code *} for all, and the server that has
 * it.
 */
record UpsAddress(String ups, NutServer server) {

    static final String ALL = "*";

    private static final Pattern FORM =
            Pattern.compile(
                    "(?<ups>[^@]+)(@(?<host>\\[[0-9A-Fa-f:.]+(%\\w+)?]|[A-Za-z0-9._-]+)(:(?<port>\\d{1,5}))?)?");

    static UpsAddress parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a UPS: expected ups[@host[:port]]");
        }
        String ups = form.group("ups");
        if (!ups.equals(ALL)) {
            NutName.require("UPS", ups);
        }
        return new UpsAddress(
                ups, new NutServer(host(form.group("host")), port(form.group("port"), text)));
    }

    boolean all() {
        return ups.equals(ALL);
    }

    private static String host(String host) {
        if (host == null) {
            return "localhost";
        }
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(String port, String text) {
        int number = port == null ? NutServer.DEFAULT_PORT : Integer.parseInt(port);
        if (number < 1 || number > 65535) {
            throw new IllegalArgumentException(
                    "port " + port + " in '" + text + "': expected 1 to 65535");
        }
        return number;
    }
}
