package io.github.walnut.component.device;

import java.net.URI;

/**
 * Where the requests to one host go, made for one request, since any part of it may be secret. The
 * block names one of
 *
 * <ul>
 *   <li>{@code base_url}, to which paths are added,
 *   <li>{@code url}, or else {@code default_url}, which may have a query that every request keeps,
 *   <li>{@code secret_url}, the same as a secret,
 * </ul>
 *
 * and perhaps {@code secret_path}, a path with secrets that follows it. The last three are sent in
 * clear text only when {@code insecure} is true.
 *
 * @param origin scheme, host and port
 * @param path empty, or starts with a slash
 * @param query null when there is none
 */
record HttpAddress(String origin, String path, String query) {

    static HttpAddress of(DeviceSettings settings) throws DeviceException {
        if (settings.names("secret_url")) {
            return covered(
                    parsed(settings.opened("secret_url", text -> text), true, true), settings);
        }
        if (settings.names("url") || settings.names("default_url")) {
            String text = settings.text("url", settings.text("default_url"));
            HttpAddress address =
                    parsed(text == null ? settings.required("url") : text, true, false);
            String secret = settings.opened("secret_path", HttpAddress::segment);
            return covered(
                    secret == null
                            ? address
                            : new HttpAddress(
                                    address.origin,
                                    address.path.replaceFirst("/$", "") + secret,
                                    address.query),
                    settings);
        }
        return parsed(settings.required("base_url").replaceFirst("/$", ""), false, false);
    }

    /** A colon needs no code in a path, and not everybody reads it. */
    private static String segment(String secret) {
        return HttpPath.encode(secret).replace("%3A", ":");
    }

    /** The path of a request added. */
    HttpAddress plus(HttpPath more) {
        String joined = query == null ? more.query() : query;
        if (query != null && more.query() != null) {
            joined = query + "&" + more.query();
        }
        String whole =
                more.pathOnly().isEmpty() ? path : path.replaceFirst("/$", "") + more.pathOnly();
        return new HttpAddress(origin, whole, joined);
    }

    boolean encrypted() {
        return origin.startsWith("https:");
    }

    String host() {
        return URI.create(origin).getHost().replaceFirst("^\\[(.*)]$", "$1");
    }

    int port() {
        int port = URI.create(origin).getPort();
        return port > 0 ? port : encrypted() ? 443 : 80;
    }

    private static HttpAddress covered(HttpAddress address, DeviceSettings settings)
            throws DeviceException {
        if (!address.encrypted() && !settings.flag("insecure", false)) {
            throw DeviceException.of(
                    "validation",
                    "clear_text",
                    "Messages of host "
                            + settings.hostId()
                            + " would cross the network in clear text: use https://, or set"
                            + " insecure.");
        }
        return address;
    }

    /** A secret address stands in no error. */
    private static HttpAddress parsed(String text, boolean query, boolean secret)
            throws DeviceException {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException unreadable) {
            throw invalid(secret ? "what is set" : text);
        }
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http
                || uri.getHost() == null
                || uri.getUserInfo() != null
                || uri.getRawQuery() != null && !query) {
            throw invalid(secret ? "what is set" : text);
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return new HttpAddress(
                uri.getScheme() + "://" + uri.getHost() + port,
                uri.getRawPath() == null ? "" : uri.getRawPath(),
                uri.getRawQuery());
    }

    private static DeviceException invalid(String text) {
        return DeviceException.of(
                "validation",
                "base_url_invalid",
                "A base address is http:// or https:// with a host and a path, not " + text + ".");
    }

    @Override
    public String toString() {
        return origin;
    }
}
