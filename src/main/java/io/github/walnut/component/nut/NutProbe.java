package io.github.walnut.component.nut;

import java.util.List;

/**
 * What a look at a server has shown.
 *
 * @param version the server's answer to VER
 * @param protocol the version of the protocol, or null when the server does not tell
 * @param tls whether the connection went over to TLS
 * @param certificate SHA-256 of the server's certificate, or null without TLS
 * @param seen what LIST UPS tells
 * @param credentials what is known of user name and password
 */
public record NutProbe(
        String version,
        String protocol,
        boolean tls,
        String certificate,
        List<Ups> seen,
        Credentials credentials) {

    public NutProbe {
        seen = List.copyOf(seen);
    }

    /**
     * @param status {@code ups.status}, or null when its driver has nothing to tell
     */
    public record Ups(String name, String description, String status) {}

    /** Their names. */
    public List<String> upses() {
        return seen.stream().map(Ups::name).toList();
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
