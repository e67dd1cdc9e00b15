package io.github.walnut.api;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Set;

/** For which requests cookies are made that a browser sends over TLS only. */
public enum CookieSecurity {
    ALWAYS,

    /**
     * Not for pages at {@code http://localhost}: browsers look that name up on their own machine,
     * so such a cookie crosses no network, and some of them drop a secure one.
     */
    EXCEPT_LOCALHOST,

    /** TLS is nowhere. */
    NEVER;

    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    /** A proxy that nobody listed passed the request on, so its Host is not that of the page. */
    private static final List<String> SIGNS_OF_A_PROXY =
            List.of("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "Via");

    CookieNames names(HttpServerRequest request, Proxies proxies) {
        return new CookieNames(
                switch (this) {
                    case ALWAYS -> true;
                    case EXCEPT_LOCALHOST -> !localPage(request, proxies);
                    case NEVER -> false;
                });
    }

    private static boolean localPage(HttpServerRequest request, Proxies proxies) {
        Proxies.Peer peer = proxies.peer(request);
        String origin = request.getHeader("Origin");
        return local(peer.scheme() + "://" + peer.host())
                && (origin == null || local(origin))
                && (proxies.trusts(Addresses.host(request.remoteAddress()))
                        || SIGNS_OF_A_PROXY.stream().noneMatch(request.headers()::contains));
    }

    private static boolean local(String origin) {
        return origin.startsWith("http://")
                && LOCAL_NAMES.contains(
                        origin.substring("http://".length()).replaceFirst(":[0-9]*$", ""));
    }
}
