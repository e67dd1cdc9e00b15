package io.github.walnut.component.nut;

import java.util.List;

/**
 * What a look at a server has shown.
 *
 * @param version the server's answer to VER
 * @param tls whether the connection went over to TLS
 * @param certificate SHA-256 of the server's certificate, or null without TLS
 * @param upses names in LIST UPS
 * @param credentials what is known of user name and password
 */
public record NutProbe(
        String version,
        boolean tls,
        String certificate,
        List<String> upses,
        Credentials credentials) {

    public NutProbe {
        upses = List.copyOf(upses);
    }

    /** A server says OK to any password; only LOGIN shows whether it is right. */
    public enum Credentials {
        /** None are configured. */
        NONE,
        /** LOGIN was not tried. */
        UNVERIFIED,
        VERIFIED,
        /** LOGIN was refused: wrong, or the user has no upsmon role. */
        REFUSED
    }
}
