package io.github.walnut.ups;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which UPS: {@code upsname@server}. Two ids that differ in case alone are one UPS; the spelling is
 * kept for display.
 */
public record UpsId(String name, String server) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
    private static final Pattern SERVER = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}");

    /**
     * @throws IllegalArgumentException when a part does not fit its grammar
     */
    public UpsId {
        require(NAME, name, "UPS name");
        require(SERVER, server, "server id");
    }

    /**
     * Reads {@code upsname@server}.
     *
     * @throws IllegalArgumentException when the text has not that form
     */
    public static UpsId parse(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException(
                    "UPS id '" + text + "': expected <upsname>@<server id>");
        }
        return new UpsId(text.substring(0, at), text.substring(at + 1));
    }

    /**
     * The id a server gets by default: the host in lower case, then {@code -port} unless it is
     * 3493; what a slug may not hold becomes {@code -}.
     */
    public static String defaultServer(String host, int port) {
        String text = host.toLowerCase(Locale.ROOT) + (port == 3493 ? "" : "-" + port);
        String slug = text.replaceAll("[^a-z0-9._-]", "-").replaceFirst("^[._-]+", "");
        if (slug.isEmpty()) {
            throw new IllegalArgumentException(
                    "host '" + host + "' leaves nothing for a server id");
        }
        return slug.substring(0, Math.min(64, slug.length()));
    }

    /** The form under which the UPS is looked up: lower case. */
    public String key() {
        return toString().toLowerCase(Locale.ROOT);
    }

    /** The same for an id that is still text. */
    static String key(String id) {
        return id.toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UpsId id && id.key().equals(key());
    }

    @Override
    public int hashCode() {
        return key().hashCode();
    }

    @Override
    public String toString() {
        return name + "@" + server;
    }

    private static void require(Pattern pattern, String text, String what) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    what + " '" + text + "': expected " + pattern.pattern());
        }
    }
}
