package io.github.walnut.api;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in no more connections than can be served, and none that only stand in the way. */
final class FrontDoor {

    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);

    private final WireLimits limits;
    private final Predicate<String> proxy;
    private final Map<String, Integer> byAddress = new HashMap<>();
    private int open;

    /**
     * @param proxy whether an address stands for many clients
     */
    FrontDoor(WireLimits limits, Predicate<String> proxy) {
        this.limits = limits;
        this.proxy = proxy;
    }

    void connected(HttpConnection connection) {
        Channel channel = channel(connection);
        String address = Addresses.host(connection.remoteAddress());
        if (!enter(address)) {
            LOG.info("a connection of {} is refused: too many are open", address);
            channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> leave(address));
        channel.pipeline().addFirst(new SlowClient(limits));
    }

    /** The head of a request has come; what comes next is its body, then the answer. */
    void requested(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        SlowClient client = channel(request.connection()).pipeline().get(SlowClient.class);
        if (client != null) {
            client.headRead(request);
            request.end().onComplete(ended -> client.bodyRead(request));
            ctx.addEndHandler(ended -> client.answered(request));
        }
    }

    private synchronized boolean enter(String address) {
        int here = byAddress.getOrDefault(address, 0);
        if (open >= limits.connections() || here >= limits.perAddress() && !proxy.test(address)) {
            return false;
        }
        open++;
        byAddress.put(address, here + 1);
        return true;
    }

    private synchronized void leave(String address) {
        open--;
        byAddress.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
    }

    private static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }
}
