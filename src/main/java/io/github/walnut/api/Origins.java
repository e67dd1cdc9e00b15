package io.github.walnut.api;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.function.Supplier;

/** Which origins may read answers and send cookies along. */
final class Origins {

    private final Supplier<List<String>> listed;
    private final Proxies proxies;

    Origins(Supplier<List<String>> listed, Proxies proxies) {
        this.listed = listed;
        this.proxies = proxies;
    }

    boolean allowed(String origin, HttpServerRequest request) {
        return listed.get().contains(origin) || origin.equals(own(request));
    }

    private String own(HttpServerRequest request) {
        Proxies.Peer peer = proxies.peer(request);
        return peer.scheme() + "://" + peer.host();
    }
}
