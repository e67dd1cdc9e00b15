package io.github.walnut.api;

import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The cookies of a request. One that comes with two values counts as none: a neighbour of this
 * host's name may have set one of them, and nothing tells which.
 */
final class Cookies {

    private Cookies() {}

    static Map<String, String> of(HttpServerRequest request) {
        Map<String, String> found = new HashMap<>();
        Set<String> ambiguous = new HashSet<>();
        for (String line : request.headers().getAll("Cookie")) {
            ServerCookieDecoder.STRICT
                    .decodeAll(line)
                    .forEach(
                            cookie -> {
                                String before = found.put(cookie.name(), cookie.value());
                                if (before != null && !before.equals(cookie.value())) {
                                    ambiguous.add(cookie.name());
                                }
                            });
        }
        found.keySet().removeAll(ambiguous);
        return found;
    }
}
