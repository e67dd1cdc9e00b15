package io.github.walnut.api;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** Which origins may read answers and send cookies along. */
final class Origins {

    private final List<String> listed;

    Origins(List<String> listed) {
        this.listed = listed;
    }

    boolean allowed(String origin, HttpServerRequest request) {
        return listed.contains(origin) || origin.equals(own(request));
    }

    private static String own(HttpServerRequest request) {
        return request.scheme() + "://" + request.getHeader("Host");
    }
}
