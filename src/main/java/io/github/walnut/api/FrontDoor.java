package io.github.walnut.api;

import io.github.walnut.security.AddressRange;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in no more connections than can be served, and none that only stand in the way. */
final class FrontDoor {

    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);

    private final WireLimits limits;
    private final Proxies proxies;
    private final Map<String, Integer> byAddress = new HashMap<>();
    private int open;

    FrontDoor(WireLimits limits, Proxies proxies) {
        this.limits = limits;
        this.proxies = proxies;
    }

    void connected(HttpConnection connection) {
        Channel channel = channel(connection);
        String address = Addresses.host(connection.remoteAddress());
        String party = AddressRange.party(address);
        if (!enter(party, proxies.trusts(address))) {
            LOG.info("a connection of {} is refused: too many are open", address);
            channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> leave(party));
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

    private synchronized boolean enter(String address, boolean proxy) {
        int here = byAddress.getOrDefault(address, 0);
        if (open >= limits.connections() || here >= limits.perAddress() && !proxy) {
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
