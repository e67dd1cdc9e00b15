package io.github.walnut.api;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What HTTP asks of the head of a request and the server below lets pass. A head that two programs
 * could read in two ways is not read at all.
 */
final class HeadCheck {

    /** Of each of these one value decides something. */
    private static final List<String> ONCE =
            List.of(
                    "Host",
                    "Origin",
                    "Sec-Fetch-Site",
                    "X-CSRF-Token",
                    "Content-Type",
                    "Idempotency-Key");

    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?");

    private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*)");

    private static final Pattern ESCAPED = Pattern.compile("[0-9A-Fa-f]{2}");

    private HeadCheck() {}

    /** What is wrong with it, if anything is. */
    static Optional<Problem> fault(HttpServerRequest request, KnownHosts hosts) {
        for (String name : ONCE) {
            if (request.headers().getAll(name).size() > 1) {
                return fault("The header " + name + " comes more than once");
            }
        }
        String host = request.getHeader("Host");
        if (host == null
                ? request.version() == HttpVersion.HTTP_1_1
                : !HOST.matcher(host).matches()) {
            return fault("The header Host is missing or names no host");
        }
        for (String named : List.of(host == null ? "" : host, authority(request.uri()))) {
            if (!named.isEmpty() && !hosts.know(named)) {
                return Optional.of(unknown(named));
            }
        }
        String path = request.path();
        if (path == null || !path.startsWith("/") || !escaped(path)) {
            return fault("The path must begin with / and escape by %, followed by two digits");
        }
        return Optional.empty();
    }

    /** Of a target such as {@code http://rack.example/health}, as proxies send it; else empty. */
    private static String authority(String target) {
        Matcher absolute = ABSOLUTE.matcher(target);
        return absolute.lookingAt() ? absolute.group(1) : "";
    }

    private static Problem unknown(String host) {
        return new Problem(
                ProblemCode.UNKNOWN_HOST,
                "This server does not answer as '"
                        + Addresses.withoutPort(host)
                        + "'. Add the name to WALNUT_ALLOWED_HOSTS, or set WALNUT_PUBLIC_URL to the"
                        + " address that people use");
    }

    private static boolean escaped(String path) {
        Matcher digits = ESCAPED.matcher(path);
        int at = path.indexOf('%');
        while (at >= 0) {
            if (!digits.region(at + 1, path.length()).lookingAt()) {
                return false;
            }
            at = path.indexOf('%', at + 1);
        }
        return true;
    }

    private static Optional<Problem> fault(String detail) {
        return Optional.of(new Problem(ProblemCode.INVALID_REQUEST, detail));
    }
}
