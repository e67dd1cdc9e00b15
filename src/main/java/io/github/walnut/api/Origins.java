package io.github.walnut.api;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.function.Supplier;

/** Which origins may read answers and send cookies along. */
final class Origins {

    private final Supplier<List<String>> listed;

    Origins(Supplier<List<String>> listed) {
        this.listed = listed;
    }

    boolean allowed(String origin, HttpServerRequest request) {
        return listed.get().contains(origin) || origin.equals(own(request));
    }

    private static String own(HttpServerRequest request) {
        return request.scheme() + "://" + request.getHeader("Host");
    }
}
